/* The moments of marks: the server's clock as far as this browser knows it, and never the same twice. Pure but for the
   clock that is given. */

const LONGEST_TRIP_MS = 4000; // an answer that took longer says too little about the time

export class Clock {
  /** `offset`: how far the server is ahead of this browser; `last`: the latest moment given; both in milliseconds. */
  constructor({ offset = 0, last = 0 } = {}, now = () => Date.now()) {
    this.offset = offset;
    this.last = last;
    this.now = now;
  }

  /** The next moment, in milliseconds: later than every one before, also when a clock is set back. */
  next() {
    this.last = Math.max(this.last + 1, Math.round(this.now() + this.offset));
    return this.last;
  }

  /** Another window of the same person has given this moment. */
  see(moment) {
    this.last = Math.max(this.last, moment);
  }

  /** The server said `server` in an answer to what was `sent` and has `arrived`, by the clock of this browser. */
  adjust(server, sent, arrived) {
    if (!Number.isFinite(server) || arrived < sent || arrived - sent > LONGEST_TRIP_MS) return;
    this.offset = Math.round(server - (sent + arrived) / 2);
  }

  /** It was far ahead: the last moment is `last`, by the server, and the time of this browser is `here`. */
  set(last, here) {
    this.last = last;
    this.offset = Math.round(last - here);
  }
}

/** A moment as it goes over the wire. */
export function writeMoment(moment) {
  return new Date(moment).toISOString();
}
