// The usual terminal in a browser, as small as it gets: a WebSocket is a terminal and ends with it. No log, no sign-in, no past.
import { createServer } from 'node:http';
import pty from 'node-pty';
import { WebSocketServer } from 'ws';

const most = 1024 * 1024;

const http = createServer((request, response) => {
  request.resume();
  response.writeHead(204).end();
});

new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
  let terminal;
  socket.on('message', (data, binary) => {
    if (binary) {
      terminal.write(data);
      return;
    }

    const message = JSON.parse(data.toString());
    if (message.t === 'start') terminal = start(socket, message);
    if (message.t === 'resize') terminal.resize(message.cols, message.rows);
  });
  socket.on('close', () => {
    try {
      terminal?.kill();
    } catch {
      // it ended by itself
    }
  });
});

function start(socket, { command, cwd, env, cols, rows }) {
  const [program, ...args] = command;
  const terminal = pty.spawn(program, args, {
    name: 'xterm-256color',
    cols,
    rows,
    cwd,
    env: { ...process.env, ...env },
    encoding: null,
  });
  let paused = false;
  terminal.onData((bytes) => {
    socket.send(bytes, () => {
      if (paused && socket.bufferedAmount < most / 2) {
        paused = false;
        terminal.resume();
      }
    });
    if (!paused && socket.bufferedAmount > most) {
      paused = true;
      terminal.pause();
    }
  });
  terminal.onExit(() => socket.close());
  return terminal;
}

http.listen(0, '127.0.0.1', () => console.log(http.address().port));
