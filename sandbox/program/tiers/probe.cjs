'use strict';
/**
 * Runs in place of the worker, without Node's own permissions, and tries what a program must not be able to do once it has broken out of its
 * isolate and of Node. Answers each question (one line of JSON) with one line: what came of it.
 */
const { spawnSync } = require('node:child_process');
const dgram = require('node:dgram');
const fs = require('node:fs');
const net = require('node:net');
const { setTimeout: wait } = require('node:timers/promises');

const done = 'done';
const say = (error) => error.code ?? error.name;

const tries = {
  socket: () =>
    new Promise((resolve) => {
      const socket = dgram.createSocket('udp4');
      socket.on('error', (error) => resolve(say(error)));
      socket.bind(0, '127.0.0.1', () => socket.close(() => resolve(done)));
    }),
  /** A name in the machine's network that only who is in it can reach: no port has to be opened for this. */
  connect: ({ name }) =>
    new Promise((resolve) => {
      const socket = net.connect(`\0${name}`, () => resolve(done));
      socket.on('error', (error) => resolve(say(error)));
    }),
  read: ({ path }) => void fs.readFileSync(path),
  write: ({ path }) => fs.closeSync(fs.openSync(path, 'wx')),
  see: ({ pid }) => void fs.readFileSync(`/proc/${pid}/cmdline`),
  signal: ({ pid }) => void process.kill(pid, 'SIGKILL'),
  /** It lives for a while, so that who looks at the worker now and then sees it. */
  start: () => {
    const { error } = spawnSync(process.execPath, ['--jitless', '-e', 'setTimeout(() => {}, 300)']);
    return error ? say(error) : done;
  },
  memory: ({ bytes }) => {
    const held = [];
    for (let size = 0; size < bytes; size += 2 ** 24) held.push(Buffer.alloc(2 ** 24, 1));
    return wait(200, done);
  },
  stay: () => {
    process.on('SIGTERM', () => undefined);
    process.on('SIGINT', () => undefined);
    for (;;);
  },
};

async function attempt({ probe, ...about }) {
  try {
    return (await tries[probe](about)) ?? done;
  } catch (error) {
    return say(error);
  }
}

const pipe = new net.Socket({ fd: 3 });
const die = () => process.kill(process.pid, 'SIGKILL');
pipe.on('error', die).on('close', die);
let text = '';
pipe.on('data', async (chunk) => {
  text += chunk;
  const lines = text.split('\n');
  text = lines.pop();
  for (const line of lines) pipe.write(`${JSON.stringify(await attempt(JSON.parse(line)))}\n`);
});
pipe.write(Buffer.from([0x53]));
