/** A client's place in a log. What doesn't follow is noted, unless a gap was announced. */
export class Positions {
  epoch = 0;
  seq = 0;
  /** Positions that did not follow the ones before, in words. */
  broken = [];

  get from() {
    return this.epoch === 0 ? undefined : { epoch: this.epoch, seq: this.seq };
  }

  follow(epoch, first, last) {
    if (epoch !== this.epoch || first !== this.seq + 1 || last < first)
      this.broken.push(`${epoch}:${first}-${last} after ${this.epoch}:${this.seq}`);
    this.epoch = epoch;
    this.seq = last;
  }

  gap(epoch, first) {
    this.epoch = epoch;
    this.seq = first - 1;
  }
}
