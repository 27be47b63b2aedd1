/* Stacks among the items at hand: which stand open, where the next one is, what is kept of one. Imports nothing. */

/** One picture in parts: no part of it is better than another. */
export const IN_PARTS = ["bracket", "panorama", "focus"];

/** The items with all members of a stack where the first of them stood, the top first. What is at hand already stays the
    same object; what comes in stands under the same day, and asks for pages by the same key. */
export function open(items, stackId, members) {
  const place = items.findIndex((item) => item.stack_id === stackId);
  if (place < 0) return items;
  const { key, day } = items[place];
  const known = new Map(items.filter((item) => item.stack_id === stackId).map((item) => [item.id, item]));
  const opened = members.map((member, index) =>
    Object.assign(known.get(member.id) ?? member, { key, day, opened: index ? "member" : "top" }),
  );
  const others = items.filter((item) => item.stack_id !== stackId);
  return [...others.slice(0, place), ...opened, ...others.slice(place)];
}

/** The items without those of a stack that stood not there before it was opened. */
export function close(items, stackId, kept) {
  const left = items.filter((item) => item.stack_id !== stackId || kept.has(item.id));
  for (const item of left) if (item.stack_id === stackId) delete item.opened;
  return left;
}

/** Whether all pictures of the stack that this item is in are at hand. */
export function isOpen(items, { stack_id: stackId, stack }) {
  return stack > 1 && items.filter((item) => item.stack_id === stackId).length >= stack;
}

/** The index of the first item of the next stack in this direction (1 or −1), or −1; what is alone is passed over. */
export function nextStack(items, at, by) {
  const from = items[at]?.stack_id ?? 0;
  for (let index = at + by; items[index]; index += by) {
    const { stack, stack_id: stackId, stack_kind: kind } = items[index];
    if (!(stack > 1) || kind === "chapters" || stackId === from) continue;
    return by > 0 ? index : items.findIndex((item) => item.stack_id === stackId);
  }
  return -1;
}

/** This one picked, the others of its stack rejected: [[id, value, was], …], the kept one first. */
export function keepOne(members, id) {
  const value = (member) => (member.id === id ? "pick" : "reject");
  const marks = members.map((member) => [member.id, value(member), member.flag ?? ""]);
  return marks.sort(([one], [other]) => (other === id) - (one === id));
}

/** The stacks that stand collapsed among chosen items: of these, all comes along into a new one. */
export function listCollapsed(items, ids) {
  const chosen = new Set(ids);
  const found = items.filter((item) => chosen.has(item.id) && item.stack > 1 && !isOpen(items, item));
  return [...new Set(found.map((item) => item.stack_id))];
}

/** What can be done with what is chosen. */
export function tellSteps(items, ids, active) {
  const chosen = new Set(ids);
  const found = items.filter((item) => chosen.has(item.id));
  return {
    make: ids.length > 1,
    part: found.some((item) => item.stack_id),
    top: Boolean(active?.stack > 1 && !active.is_top && active.stack_kind !== "chapters"),
    toggle: Boolean(active?.stack > 1),
    keep: Boolean(active?.stack > 1 && ids.length < 2 && !IN_PARTS.includes(active.stack_kind)),
  };
}
