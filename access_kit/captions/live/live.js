'use strict'
// The page of `captions live`. Rules of this file:
// - A word that stands is put into its line once, and stays there: lines are filled by measured
//   width, from the top, and move up by whole lines, never back. Only a reader's own choice of size
//   or a window of another width breaks them anew.
// - Open words come after them, and are drawn anew whenever they change.
// - Sound goes out in pieces, one after the other. Nothing is kept by the browser.
const at = id => document.getElementById(id)
const told = JSON.parse(at('told').textContent)
const says = told.says
const box = at('lines')
const shift = box.appendChild(document.createElement('div'))
shift.id = 'shift'
const LOGGED = 50
const view = { known: -1, open: [], up: 0, line: 0, count: 0, state: '' }

const say = (id, text) => { if (at(id).textContent !== text) at(id).textContent = text }
const fault = name => say('fault', name ? says[name] : '')

// -- lines ------------------------------------------------------------------------------------

const rightToLeft = () => getComputedStyle(box).direction === 'rtl'
const addLine = () => {
  const line = document.createElement('div')
  line.className = 'line'
  return shift.appendChild(line)
}
const fits = word => {
  const frame = box.getBoundingClientRect()
  const own = word.getBoundingClientRect()
  return rightToLeft() ? own.left >= frame.left - 0.5 : own.right <= frame.right + 0.5
}
const letters = text => 'Segmenter' in Intl ? [...new Intl.Segmenter().segment(text)].map(one => one.segment) : [...text]

// The word at the end of the last line, or on a new one; one that is wider than a line is cut.
function put(text, open) {
  const line = shift.lastElementChild || addLine()
  const word = document.createElement('span')
  if (open) word.className = 'open'
  word.textContent = line.firstChild ? ' ' + text : text
  line.append(word)
  if (fits(word)) return
  if (word.previousElementSibling) {
    word.remove()
    addLine()
    put(text, open)
    return
  }
  const signs = letters(text)
  let count = signs.length
  while (count > 1 && !fits(word)) word.textContent = signs.slice(0, --count).join('')
  if (count === signs.length) return
  word.dataset.cut = ''
  addLine()
  put(signs.slice(count).join(''), open)
}

function clearOpen() {
  for (const word of shift.querySelectorAll('.open')) word.remove()
  while (shift.lastElementChild && !shift.lastElementChild.firstChild && shift.children.length > 1) shift.lastElementChild.remove()
}

const standing = () => {
  const words = shift.querySelectorAll('.line > span:not(.open)')
  return words.length ? words[words.length - 1].parentElement : null
}

// Up by whole lines until the last is seen. Lines out of sight are let go; when no word that stands
// is left in sight, the open ones begin at the top.
function roll() {
  const last = standing()
  const over = shift.children.length - view.count
  view.up = last ? Math.max(view.up, over) : Math.max(0, over)
  while (last && view.up > 0 && shift.firstElementChild !== last) {
    shift.firstElementChild.remove()
    view.up--
  }
  if (last && view.up > 0) {
    shift.replaceChildren()
    for (const text of view.open) put(text, true)
    view.up = Math.max(0, shift.children.length - view.count)
  }
  shift.style.top = `${-view.up * view.line}px`
}

function draw(words) {
  clearOpen()
  for (const [text, begins] of words) {
    if (begins && shift.lastElementChild && shift.lastElementChild.firstChild) addLine()
    put(text, false)
  }
  for (const text of view.open) put(text, true)
  roll()
}

// A reader's own choice: what is seen is broken anew.
function layOut() {
  const size = Number(at('size').value)
  view.line = Math.round(size * 1.5)
  view.count = Number(at('count').value)
  const [ink, paper] = told.colours[at('colours').value]
  const style = document.documentElement.style
  style.setProperty('--ink', ink)
  style.setProperty('--paper', paper)
  style.setProperty('--size', `${size}px`)
  style.setProperty('--line', `${view.line}px`)
  style.setProperty('--count', view.count)
  clearOpen()
  const words = []
  for (const line of [...shift.children].slice(view.up)) {
    for (const word of line.children) {
      const before = words[words.length - 1]
      if (before && before.cut) words[words.length - 1] = { text: before.text + word.textContent, cut: 'cut' in word.dataset }
      else words.push({ text: word.textContent.trimStart(), cut: 'cut' in word.dataset })
    }
  }
  shift.replaceChildren()
  view.up = 0
  draw(words.map(word => [word.text, false]))
}

function choose(id, choices, chosen) {
  for (const [value, name] of choices) at(id).add(new Option(name, value, false, value === chosen))
  at(id).addEventListener('change', layOut)
}

choose('size', told.sizes.map(size => [String(size), String(size)]), String(told.size))
choose('count', [1, 2, 3, 4].map(count => [String(count), String(count)]), String(told.lines))
choose('colours', Object.keys(told.colours).map(name => [name, says[name]]), told.colour)
layOut()
let width = box.clientWidth
new ResizeObserver(() => {
  if (box.clientWidth !== width) {
    width = box.clientWidth
    layOut()
  }
}).observe(box)
document.fonts.ready.then(layOut)

// -- what is heard ----------------------------------------------------------------------------

function log(text) {
  const line = document.createElement('p')
  line.textContent = text
  at('log').append(line)
  while (at('log').children.length > LOGGED) at('log').firstElementChild.remove()
}

function take(news) {
  const isFirst = view.known < 0
  const missed = !isFirst && news.first > view.known
  const words = news.words.slice(isFirst ? 0 : Math.max(0, view.known - news.first))
  if (missed) words.unshift(['…', true])
  view.known = Math.max(view.known, news.first + news.words.length)
  view.open = news.open
  draw(words)
  if (words.length) log(words.map(word => word[0]).join(' '))
  view.state = news.over ? 'over' : news.state
  say('state', says[view.state])
}

function follow() {
  const events = new EventSource(view.known < 0 ? 'events' : `events?after=${view.known}`)
  events.onopen = () => { if (at('fault').textContent === says.lost) fault('') }
  events.onmessage = message => {
    const news = JSON.parse(message.data)
    take(news)
    if (news.over) {
      events.close()
      fault('')
      letGo()
    }
  }
  events.onerror = () => {
    fault('lost')
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, 2000)
  }
}
follow()

// -- sound ------------------------------------------------------------------------------------

const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16)).join('')
const PIECE_SECONDS = 0.2
const MOST_WAITING = 15 // pieces: three seconds
const STILL_MS = 3000 // without a piece for so long, something is wrong with the source
const ear = { kind: '', stream: null, context: null, node: null, waiting: [], sending: false, asking: false, paused: false, last: 0, tries: 0 }

async function post(name, kind, body) {
  return fetch(name, { method: 'POST', headers: { 'Content-Type': kind }, body })
}
const tell = state => post('state', 'application/json', JSON.stringify({ source: id, state })).catch(() => {})

function letGo() {
  if (ear.node) ear.node.port.onmessage = null
  if (ear.stream) for (const track of ear.stream.getTracks()) { track.onended = null; track.stop() }
  if (ear.context) ear.context.close().catch(() => {})
  Object.assign(ear, { stream: null, context: null, node: null, waiting: [] })
  buttons()
}

function buttons() {
  for (const kind of ['microphone', 'computer']) at(kind).setAttribute('aria-pressed', String(ear.kind === kind))
  at('pause').disabled = !ear.kind
  say('pause', ear.paused ? says.resume : says.pause)
}

const ask = kind => kind === 'computer'
  ? navigator.mediaDevices.getDisplayMedia({ video: true, audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } })
  : navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true } })

// A context at the engine's rate lets the browser do the work; where it refuses, the program does.
async function open(stream) {
  for (const options of [{ sampleRate: 16000 }, {}]) {
    const context = new AudioContext(options)
    try {
      await context.audioWorklet.addModule('ear.js')
      const node = new AudioWorkletNode(context, 'ear', {
        channelCount: 1, channelCountMode: 'explicit', processorOptions: { size: Math.round(context.sampleRate * PIECE_SECONDS) },
      })
      context.createMediaStreamSource(stream).connect(node).connect(context.destination)
      await context.resume()
      return [context, node]
    } catch (error) {
      await context.close()
      if (!options.sampleRate) throw error
    }
  }
}

async function listen(kind, again = false) {
  if (ear.asking) return
  ear.asking = true
  let stream
  try {
    stream = await ask(kind)
  } catch (error) {
    if (!again) fault(error.name === 'NotAllowedError' ? 'refused' : 'none')
    return
  } finally {
    ear.asking = false
  }
  if (!stream.getAudioTracks().length) {
    for (const track of stream.getTracks()) track.stop()
    fault('soundless')
    return
  }
  letGo()
  const [context, node] = await open(stream)
  Object.assign(ear, { kind, stream, context, node, paused: false, last: performance.now(), tries: 0 })
  node.port.onmessage = piece => add(piece.data, context.sampleRate)
  for (const track of stream.getAudioTracks()) track.onended = lost
  fault('')
  await tell('listening')
  buttons()
  stayAwake()
}

// The source has gone: a microphone is looked for again, a shared sound has to be shared again.
function lost() {
  const kind = ear.kind
  letGo()
  tell('gone')
  if (kind === 'microphone') {
    fault('looking')
  } else {
    ear.kind = ''
    fault('ended')
  }
  buttons()
}

function stop() {
  letGo()
  ear.kind = ''
  ear.paused = false
  buttons()
}

async function pause() {
  ear.paused = !ear.paused
  if (ear.stream) for (const track of ear.stream.getAudioTracks()) track.enabled = !ear.paused
  if (ear.context) await (ear.paused ? ear.context.suspend() : ear.context.resume())
  ear.last = performance.now()
  await tell(ear.paused ? 'paused' : 'listening')
  buttons()
}

function add(piece, rate) {
  ear.last = performance.now()
  ear.tries = 0
  if (ear.paused) return
  ear.waiting.push([piece, rate])
  if (ear.waiting.length > MOST_WAITING) {
    ear.waiting.shift()
    fault('behind')
  }
  send()
}

async function send() {
  if (ear.sending) return
  ear.sending = true
  while (ear.waiting.length) {
    const [piece, rate] = ear.waiting[0]
    try {
      const answer = await post(`sound?source=${id}&rate=${rate}`, 'application/octet-stream', piece)
      if (answer.status === 409) {
        stop()
        fault('taken')
        break
      }
      if (ear.waiting[0] && ear.waiting[0][0] === piece) ear.waiting.shift()
    } catch {
      await new Promise(done => setTimeout(done, 500))
    }
  }
  if (at('fault').textContent === says.behind) fault('')
  ear.sending = false
}

// Once a second: after sleep, or when a source says nothing of its end, it is woken or asked again.
setInterval(() => {
  if (!ear.kind || ear.paused || performance.now() - ear.last < STILL_MS) return
  ear.last = performance.now() - STILL_MS + 1500
  ear.tries++
  if (ear.context && ear.tries === 1) ear.context.resume().catch(() => {})
  else if (ear.kind === 'microphone') {
    if (ear.stream) lost()
    listen('microphone', true)
  }
}, 500)
if (navigator.mediaDevices) {
  navigator.mediaDevices.addEventListener('devicechange', () => {
    if (ear.kind === 'microphone' && !ear.stream) listen('microphone', true)
  })
}

// A screen that people read is not to go dark.
async function stayAwake() {
  if (document.visibilityState === 'visible' && 'wakeLock' in navigator) await navigator.wakeLock.request('screen').catch(() => {})
}
document.addEventListener('visibilitychange', () => { if (ear.kind) stayAwake() })

at('microphone').addEventListener('click', () => listen('microphone'))
at('computer').addEventListener('click', () => listen('computer'))
at('pause').addEventListener('click', pause)
