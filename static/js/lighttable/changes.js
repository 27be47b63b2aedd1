/* What others have marked since: asked for while the page is seen, shown at once, and said in one quiet line where it
   touches what I have looked at or marked myself in this visit. */
import { markWords, nameMark } from "app/lighttable/mark-view";
import { writeAgo, writeStars } from "app/lighttable/ago";
import { waitAfter } from "app/lighttable/batches";
import { FIELDS, read } from "app/lighttable/pending";
import { fill } from "app/lighttable/words";
import { get } from "app/net";

const EVERY_MS = 5000;
const MOST_ROUNDS = 20; // of one look, when very much has changed

/** Watches for a marking; gives a function that stops. */
export function watchChanges(marking) {
  const { box } = marking;
  const state = { after: latestOf(marking.library.items), timer: 0, failures: 0, isFirst: true, isStopped: false };
  const url = document.querySelector("[data-outbox]").dataset.outbox;

  const ask = async () => {
    state.timer = 0;
    if (document.hidden || state.isStopped) return;
    try {
      for (let round = 0; round < MOST_ROUNDS && (await askOnce()); round += 1);
      state.failures = 0;
      if (box.trouble === "away" && box.events.length) void box.sendNow(); // it can be reached again
    } catch {
      state.failures += 1; // the sign says so, if anything is unsent
    }
    later(state.failures ? EVERY_MS + waitAfter(state.failures) : EVERY_MS);
  };
  const fetchMarks = async (terms) => (await get(url + terms, { quiet: true })).json();
  const askOnce = async () => {
    const answer = await fetchMarks(`?after=${state.after}`);
    takeOthers(marking, answer.marks);
    const isMore = answer.more && answer.version > state.after;
    // What has changed before the page came is in it: only then can there be very much.
    const isOld = isMore && state.isFirst;
    state.after = Math.max(state.after, isOld ? (await fetchMarks("")).version : answer.version);
    state.isFirst = false;
    return isMore && !isOld;
  };
  const later = (ms) => {
    if (!state.isStopped) state.timer ||= setTimeout(ask, ms);
  };
  const seen = () => {
    if (!document.hidden) later(0);
  };

  const answered = ({ detail }) => tellOvertaken(marking, detail.answer);
  document.addEventListener("visibilitychange", seen);
  box.addEventListener("answered", answered);
  later(EVERY_MS);
  return () => {
    state.isStopped = true;
    clearTimeout(state.timer);
    document.removeEventListener("visibilitychange", seen);
    box.removeEventListener("answered", answered);
  };
}

function latestOf(items) {
  return items.reduce((latest, { version = 0 }) => Math.max(latest, version), 0);
}

/** Takes marks in, and says what others have marked among what I know. */
function takeOthers(marking, marks) {
  const { library } = marking;
  const before = new Map(marks.map(({ id }) => [id, { ...library.itemOf(id) }]));
  const changed = new Set(marking.take(marks));
  const others = marks.filter(({ id, by_me: isMine }) => !isMine && changed.has(id) && isKnown(marking, before.get(id)));
  if (others.length === 1) marking.say(tellOne(others[0], before.get(others[0].id)));
  else if (others.length) marking.say(tellMany(marking, others));
}

function isKnown({ mine }, item) {
  return mine.has(item.id) || item.seen;
}

function tellOne(mark, item) {
  const field = FIELDS.find((each) => read(mark, each) !== read(item, each)) ?? "flag";
  return fill(markWords().other, {
    who: mark.by || markWords().somebody,
    mark: writeMark(field, read(mark, field)),
    name: item.name,
    ago: writeAgo(mark.at, Date.now(), document.documentElement.lang),
  });
}

function tellMany(marking, marks) {
  const last = marks.reduce((latest, mark) => (mark.at > latest.at ? mark : latest));
  return fill(markWords().others, {
    who: last.by || markWords().somebody,
    things: marking.things(marks.map(({ id }) => id)),
    ago: writeAgo(last.at, Date.now(), document.documentElement.lang),
  });
}

/** Where my mark met one of somebody else that I had not seen: the later one stands, and I am told which. */
function tellOvertaken(marking, { overtaken = [], marks = [] }) {
  if (!overtaken.length) return;
  const { id, field, value, by } = overtaken.at(-1);
  const stands = marks.find((mark) => mark.id === id);
  const isTheirs = stands && !stands.by_me && read(stands, field) === value;
  marking.say(fill(isTheirs ? markWords().came_after : markWords().came_before, {
    who: by || markWords().somebody,
    mark: writeMark(field, value),
    name: marking.library.itemOf(id)?.name ?? "",
  }));
}

function writeMark(field, value) {
  return field === "stars" && Number(value) ? writeStars(Number(value)) : nameMark(field, value);
}
