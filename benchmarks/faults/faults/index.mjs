import both from './both.mjs';
import clients from './clients.mjs';
import clock from './clock.mjs';
import cut from './cut.mjs';
import delay from './delay.mjs';
import fsync from './fsync.mjs';
import fullDisk from './full-disk.mjs';
import killClients from './kill-clients.mjs';
import pauseClients from './pause-clients.mjs';
import pauseRunner from './pause-runner.mjs';
import pauseServer from './pause-server.mjs';
import runner from './runner.mjs';
import server from './server.mjs';
import stall from './stall.mjs';
import throttle from './throttle.mjs';
import upgrade from './upgrade.mjs';
import walTail from './wal-tail.mjs';

/**
 * Each fault has a `kind`, tells `what` it does, may draw `parameters` of a random source, and does it by `strike`, which ends once
 * nothing is done any more: from then on recovery is measured, unless strike gives a time since when it counts.
 * `breaks`: every client's connection must have been another one afterwards. `tells`: the log's epoch may be another, if clients are told.
 * `onlookers`: works on clients in a process of their own. `ownDisk`, `shim`: needs a disk of its own, or a library before the C library. `possible`: whether this machine allows it.
 */
export const faults = [
  server,
  runner,
  both,
  cut,
  clients,
  killClients,
  pauseClients,
  stall,
  throttle,
  delay,
  pauseServer,
  pauseRunner,
  walTail,
  fullDisk,
  fsync,
  clock,
  upgrade,
];
