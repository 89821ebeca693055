/** Tells two sinks the same, one after the other. */
import type {
  SessionPause,
  SessionResume,
  SessionSink,
  SessionSplit,
  SessionStart,
  SessionStop,
} from '../session/sink';

export class SinkPair implements SessionSink {
  private readonly first: SessionSink;
  private readonly second: SessionSink;

  constructor(first: SessionSink, second: SessionSink) {
    this.first = first;
    this.second = second;
  }

  start(start: SessionStart): void {
    this.first.start(start);
    this.second.start(start);
  }

  pause(pause: SessionPause): void {
    this.first.pause(pause);
    this.second.pause(pause);
  }

  resume(resume: SessionResume): void {
    this.first.resume(resume);
    this.second.resume(resume);
  }

  split(split: SessionSplit): void {
    this.first.split(split);
    this.second.split(split);
  }

  stop(stop: SessionStop): void {
    this.first.stop(stop);
    this.second.stop(stop);
  }
}
