// What @xterm/headless shows after some bytes. A request a line on stdin, its answer a line on stdout:
// {cols, rows, chunks: [base64 | {cols, rows}], scrollback?, cells?} -> {lines, scrollback, cursor, alternate, modes, title, replies}.
// A line is {text, wrapped, runs?}: right-trimmed; wrapped when it goes on in the next one, as in the engine; runs of like cells by request:
// {style, width, chars}, with the columns that each of its characters takes.
import { createInterface } from 'node:readline'
import headless from '@xterm/headless'

const { Terminal } = headless

async function show({ cols, rows, chunks, scrollback = 0, cells = false }) {
  const terminal = new Terminal({ cols, rows, scrollback, allowProposedApi: true, windowOptions: {}, logLevel: 'off' })
  const replies = []
  let title = ''
  terminal.onData((data) => replies.push(data))
  terminal.onTitleChange((changed) => (title = changed))
  for (const chunk of chunks) {
    if (typeof chunk === 'string') await new Promise((done) => terminal.write(Buffer.from(chunk, 'base64'), done))
    else terminal.resize(chunk.cols, chunk.rows)
  }

  const buffer = terminal.buffer.active
  const line = (y) => lineAt(buffer, y, cells)
  const answer = {
    lines: range(buffer.baseY, buffer.baseY + terminal.rows).map(line),
    scrollback: range(0, buffer.baseY).map(line),
    cursor: { x: buffer.cursorX, y: buffer.cursorY },
    alternate: buffer.type === 'alternate',
    modes: terminal.modes,
    title,
    replies,
  }
  terminal.dispose()
  return answer
}

const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i)

function lineAt(buffer, y, cells) {
  const line = buffer.getLine(y)
  const answer = { text: line.translateToString(true).replace(/ +$/, ''), wrapped: buffer.getLine(y + 1)?.isWrapped ?? false }
  return cells ? { ...answer, runs: runsOf(line) } : answer
}

function runsOf(line) {
  const runs = []
  for (let x = 0; x < line.length; x++) {
    const cell = line.getCell(x)
    if (cell.getWidth() === 0) continue
    const style = styleOf(cell)
    const width = cell.getWidth()
    const text = cell.getChars() || ' '
    const last = runs.at(-1)
    if (last?.style === style && last.width === width) last.chars.push(text)
    else runs.push({ style, width, chars: [text] })
  }

  return runs
}

// As SGR would make it: the attributes' numbers, then 38, 48 and, of a line under it, 58 with palette index or rrggbb. The kind and the
// colour of that line are in the cell, but not in its declarations; without a colour of its own it has the text's.
function styleOf(cell) {
  const line = cell.getUnderlineStyle()
  const flags = [
    [cell.isBold(), 1],
    [cell.isDim(), 2],
    [cell.isItalic(), 3],
    [line, line > 1 ? `4:${line}` : '4'],
    [cell.isBlink(), 5],
    [cell.isInverse(), 7],
    [cell.isInvisible(), 8],
    [cell.isStrikethrough(), 9],
    [cell.isOverline(), 53],
  ]
  const parts = flags.filter(([on]) => on).map(([, code]) => `${code}`)
  const text = [cell.isFgPalette(), cell.isFgRGB(), cell.getFgColor()]
  const under = [cell.isUnderlineColorPalette(), cell.isUnderlineColorRGB(), cell.getUnderlineColor()]
  parts.push(...color(38, ...text))
  parts.push(...color(48, cell.isBgPalette(), cell.isBgRGB(), cell.getBgColor()))
  if (line) parts.push(...color(58, ...(under[0] || under[1] ? under : text)))
  return parts.join(';')
}

function color(code, palette, rgb, value) {
  if (palette) return [`${code}:5:${value}`]
  return rgb ? [`${code}:2:${value.toString(16).padStart(6, '0')}`] : []
}

for await (const request of createInterface({ input: process.stdin })) {
  if (request.trim() !== '') process.stdout.write(`${JSON.stringify(await show(JSON.parse(request)))}\n`)
}
