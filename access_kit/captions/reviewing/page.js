'use strict'
// The page of `captions review`. Rules of this file:
// - Words are the one state; a change replaces a stretch of them and goes to the program at once.
// - Nothing is kept by the browser. The offline page saves by download, and warns before it closes.
const at = id => document.getElementById(id)
const inline = at('review-data')
const SECOND = 500
const REACTION = 400 // from a wrong word to the key, in milliseconds
const state = { words: [], version: 0, heard: [], undo: [], passed: [], item: null, unsaved: false }
const text = at('text')
const sound = at('sound')

const clock = ms => {
  const s = Math.floor(ms / 1000)
  const two = n => String(n).padStart(2, '0')
  return s < 3600 ? `${two(Math.floor(s / 60))}:${two(s % 60)}` : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}
const tokens = value => value.match(/\[[^\]]*\]|\S+/g) || []
const bare = word => word.normalize('NFC').toLowerCase().replace(/^[^\p{L}\p{N}\[]+|[^\p{L}\p{N}\]]+$/gu, '')
const REASONS = {
  'low-confidence': 'the engine was unsure',
  'heard-otherwise': 'another engine heard something else',
  'more-was-heard': 'another engine heard a word more',
  'time-guessed': 'the time is a guess',
  'marked-unsure': 'it is marked as unsure',
}

// -- the words ------------------------------------------------------------------------------

const cueOf = index => {
  const cue = state.words[index].cue
  let first = index
  let end = index + 1
  while (first > 0 && state.words[first - 1].cue === cue) first--
  while (end < state.words.length && state.words[end].cue === cue) end++
  return [first, end]
}
const isDoubtful = word => (word.chance || 0) >= state.doubtful
const isOpen = word => isDoubtful(word) && !word.seen

// Doubtful words that stand together in a caption are one thing to look at.
function findItems() {
  const items = []
  state.words.forEach((word, index) => {
    const last = items[items.length - 1]
    if (!isOpen(word)) return
    if (last && last.end === index && state.words[index - 1].cue === word.cue) {
      last.end++
      last.chance = Math.max(last.chance, word.chance)
    } else items.push({ first: index, end: index + 1, chance: word.chance })
  })
  return items.sort((a, b) => b.chance - a.chance || a.first - b.first)
}

function apply(splices) {
  const inverse = []
  for (const { at, removed, words } of splices) {
    inverse.unshift({ at, removed: words.length, words: state.words.slice(at, at + removed) })
    state.words = [...state.words.slice(0, at), ...words, ...state.words.slice(at + removed)]
  }
  return inverse
}

function change(splices, { undoes = false } = {}) {
  if (!splices.length) return
  const inverse = apply(splices)
  if (!undoes) state.undo.push(inverse)
  send(splices)
  drawCues()
}

// What was typed, as words: those that stayed keep their times, new ones share the time there is.
function readCaption(first, end, value) {
  const old = state.words.slice(first, end)
  const said = tokens(value)
  const same = Array.from({ length: old.length + 1 }, () => new Array(said.length + 1).fill(0))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = said.length - 1; j >= 0; j--) {
      same[i][j] = old[i].text === said[j] ? same[i + 1][j + 1] + 1 : Math.max(same[i + 1][j], same[i][j + 1])
    }
  }
  const words = []
  const changed = []
  let i = 0
  let j = 0
  while (i < old.length || j < said.length) {
    if (i < old.length && j < said.length && old[i].text === said[j]) {
      words.push({ ...old[i] })
      i++
      j++
      continue
    }
    const from = [i, j]
    while (i < old.length || j < said.length) {
      if (i < old.length && j < said.length && old[i].text === said[j] && same[i][j] === same[i + 1][j + 1] + 1) break
      if (j >= said.length || (i < old.length && same[i + 1][j] >= same[i][j + 1])) i++
      else j++
    }
    const gone = old.slice(from[0], i)
    const come = said.slice(from[1], j)
    changed.push([gone.map(w => w.text), come])
    const before = state.words[first + from[0] - 1]
    const after = state.words[first + i]
    const like = gone[0] || old[from[0] - 1] || old[i] || old[0]
    let start = gone.length ? gone[0].start_ms : before ? before.end_ms : Math.max(0, (after ? after.start_ms : 0) - 300)
    let stop = gone.length ? gone[gone.length - 1].end_ms : Math.max(start, after ? after.start_ms : start + 300)
    const length = come.reduce((sum, one) => sum + one.length + 1, 0)
    let done = 0
    for (const one of come) {
      const word = { text: one, cue: like.cue, seen: true, changed: true }
      if (like.speaker) word.speaker = like.speaker
      word.start_ms = start + Math.floor((stop - start) * done / length)
      done += one.length + 1
      word.end_ms = start + Math.floor((stop - start) * done / length)
      words.push(word)
    }
  }
  return { words, changed, gone: !words.length }
}

// -- keeping --------------------------------------------------------------------------------

let sending = Promise.resolve()
function send(splices) {
  if (state.ended) return
  const heard = state.heard
  state.heard = []
  if (inline) {
    state.allHeard.push(...heard)
    state.version++
    state.unsaved = state.unsaved || splices.length > 0
    return
  }
  const body = { schema: 'access-kit/review-change/1', version: state.version++, splices, heard }
  state.waiting = (state.waiting || 0) + 1
  sending = sending.then(async () => {
    for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
      try {
        const answer = await fetch('change', {
          method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
        })
        if (answer.ok) break
        fault(answer.status === 409
          ? 'These captions were changed in another window. Load this page again.'
          : 'This change could not be kept. Load this page again.')
        throw new Error('not kept')
      } catch (error) {
        if (error.message === 'not kept') throw error
        fault('Not saved: the program does not answer. It is tried again.')
        await new Promise(go => setTimeout(go, wait))
      }
    }
    fault('')
    state.waiting--
  })
  sending.catch(() => {})
}

const fault = message => { if (at('fault').textContent !== message) at('fault').textContent = message }

async function finish() {
  take()
  sound.pause()
  closeStretch()
  if (inline) {
    saveAsFile()
    return
  }
  send([])
  try {
    await sending
    const answer = await fetch('finish', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}',
    })
    const told = await answer.json()
    if (!told.files) throw new Error('not written')
    state.ended = true
    at('left').textContent = `Written: ${told.files.join(', ')}. You can close this window.`
    at('progress').textContent = at('left').textContent
    for (const one of document.querySelectorAll('button, textarea, input')) one.disabled = true
  } catch {
    fault('The files could not be written. The program says why; nothing of your work is lost.')
  }
}

function saveAsFile() {
  const kept = { ...inlineData.review, version: state.version, words: state.words }
  kept.heard = state.allHeard
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 1) + '\n'], { type: 'application/json' }))
  link.download = inlineData.saves_as
  link.click()
  URL.revokeObjectURL(link.href)
  state.unsaved = false
  at('left').textContent = `Saved as ${inlineData.saves_as}. Put it beside the captions.`
}

// -- what is shown --------------------------------------------------------------------------

function tellProgress() {
  const doubtful = state.words.filter(isDoubtful)
  const open = doubtful.filter(isOpen).length
  at('left').textContent = open
    ? `${open} of ${doubtful.length} doubtful words are not looked at yet.`
    : 'All doubtful words are looked at.'
  return open
}

function show(item, quiet = false) {
  state.item = item
  const [first, end] = cueOf(item.first)
  const words = state.words.slice(first, end)
  text.value = words.map(word => word.text).join(' ')
  text.defaultValue = text.value
  let from = 0
  let to = 0
  let place = 0
  words.forEach((word, index) => {
    if (first + index === item.first) from = place
    place += word.text.length
    if (first + index === item.end - 1) to = place
    place++
  })
  text.focus()
  text.setSelectionRange(from, to)
  const chosen = state.words.slice(item.first, item.end)
  const why = [...new Set(chosen.flatMap(word => word.why || []))].map(code => REASONS[code] || code)
  const open = tellProgress()
  const said = chosen.map(word => word.text).join(' ')
  at('why').textContent = `${clock(words[0].start_ms)}. “${said}”${why.length ? ': ' + why.join('; ') : ''}.`
  const heard = chosen.filter(word => word.other != null)
  at('other').hidden = !heard.length
  at('take').disabled = !heard.length
  at('other-text').textContent = otherOf(item) || (heard.length ? 'nothing' : '')
  at('speaker').value = words[0].speaker || ''
  at('progress').textContent = open ? `${open} to look at. ${at('why').textContent}` : 'All doubtful words are looked at. Finish, or go on through the captions.'
  drawCues()
  drawWave()
  if (at('hear-next').checked && !quiet) hear()
}

const otherOf = item => state.words.slice(item.first, item.end)
  .map(word => word.other == null ? word.text : word.other).filter(Boolean).join(' ')

function drawCues() {
  const list = at('cues')
  const rows = []
  let here = null
  for (let first = 0; first < state.words.length;) {
    const end = cueOf(first)[1]
    const words = state.words.slice(first, end)
    const row = { first, key: words.map(w => w.text + (isOpen(w) ? '?' : '')).join(' ') + words[0].start_ms + (words[0].speaker || '') }
    if (state.item && state.item.first >= first && state.item.first < end) here = rows.length
    rows.push({ ...row, words })
    first = end
  }
  rows.forEach((row, index) => {
    let button = list.children[index]?.firstChild
    if (!button) {
      const entry = document.createElement('li')
      button = document.createElement('button')
      button.type = 'button'
      button.addEventListener('click', () => open(Number(button.dataset.first)))
      entry.append(button)
      list.append(entry)
    }
    button.dataset.first = row.first
    if (button.dataset.key !== row.key) {
      button.dataset.key = row.key
      const time = document.createElement('time')
      time.textContent = clock(row.words[0].start_ms)
      button.replaceChildren(time, ' ')
      if (row.words[0].speaker) button.append(`${row.words[0].speaker}: `)
      row.words.forEach((word, n) => {
        if (n) button.append(' ')
        const part = isOpen(word) ? document.createElement('mark') : null
        if (part) part.textContent = word.text
        button.append(part || word.text)
      })
    }
    if (index === here) button.setAttribute('aria-current', 'true')
    else button.removeAttribute('aria-current')
  })
  while (list.children.length > rows.length) list.lastChild.remove()
  drawTranscript(rows)
}

function drawTranscript(rows) {
  const parts = []
  let speaker
  for (const { words } of rows) {
    for (const word of words) {
      if (!parts.length || word.speaker !== speaker) {
        speaker = word.speaker
        parts.push(speaker ? `${speaker}:` : '')
      }
      parts[parts.length - 1] += ` ${word.text}`
    }
  }
  const place = at('transcript')
  const said = parts.join('\n')
  if (place.dataset.said === said) return
  place.dataset.said = said
  place.replaceChildren(...parts.map(part => {
    const paragraph = document.createElement('p')
    paragraph.textContent = part.trim()
    return paragraph
  }))
}

function drawWave() {
  const canvas = at('wave')
  const pen = canvas.getContext('2d')
  pen.clearRect(0, 0, canvas.width, canvas.height)
  if (!state.item || !state.peaks.length) return
  const word = state.words[state.item.first]
  const last = state.words[state.item.end - 1]
  const from = Math.max(0, word.start_ms - 3000)
  const span = Math.max(6000, last.end_ms + 3000 - from)
  const x = ms => (ms - from) / span * canvas.width
  pen.fillStyle = '#ffe08a'
  pen.fillRect(x(word.start_ms), 0, x(last.end_ms) - x(word.start_ms), canvas.height)
  pen.fillStyle = '#1d3f72'
  for (let ms = from; ms < from + span; ms += state.peakMs) {
    const high = (state.peaks[Math.floor(ms / state.peakMs)] || 0) / 255 * canvas.height
    pen.fillRect(x(ms), (canvas.height - high) / 2, Math.max(1, x(from + state.peakMs) - 1), Math.max(1, high))
  }
}

// -- the recording --------------------------------------------------------------------------

let stopAt = null
let playedFrom = null
function play(from, to) {
  state.listening = false
  sound.currentTime = Math.max(0, from) / 1000
  stopAt = to / 1000
  sound.play().catch(() => {})
}
function closeStretch() {
  const now = Math.round(sound.currentTime * 1000)
  if (playedFrom !== null && now > playedFrom) state.heard.push({ start_ms: playedFrom, end_ms: now })
  playedFrom = null
}
let lastTime = 0
sound.addEventListener('playing', () => { playedFrom ??= Math.round(sound.currentTime * 1000) })
sound.addEventListener('timeupdate', () => {
  if (!sound.seeking) lastTime = Math.round(sound.currentTime * 1000)
  if (stopAt !== null && sound.currentTime >= stopAt) {
    stopAt = null
    sound.pause()
  }
})
sound.addEventListener('seeking', () => {
  if (playedFrom !== null && lastTime > playedFrom) state.heard.push({ start_ms: playedFrom, end_ms: lastTime })
  playedFrom = sound.paused ? null : Math.round(sound.currentTime * 1000)
})
sound.addEventListener('pause', () => {
  closeStretch()
  if (state.heard.length) send([])
})
sound.addEventListener('ended', () => { stopAt = null; state.listening = false })

const hear = () => state.item && play(state.words[state.item.first].start_ms - SECOND, state.words[state.item.end - 1].end_ms + SECOND)
const hearCaption = () => {
  if (!state.item) return
  const [first, end] = cueOf(state.item.first)
  play(state.words[first].start_ms - 200, state.words[end - 1].end_ms + 200)
}

// One key to listen on from here, and the same key to mend what is heard.
function listen() {
  if (!state.item) return
  if (!state.listening) {
    take()
    play(state.words[cueOf(state.item.first)[0]].start_ms, Infinity)
    state.listening = true
    return
  }
  const now = sound.currentTime * 1000
  state.listening = false
  sound.pause()
  take()
  const index = Math.max(0, state.words.findLastIndex(word => word.start_ms <= now - REACTION))
  show({ first: index, end: index + 1 }, true)
}

// -- what a person does ---------------------------------------------------------------------

// Take what stands in the box; with `seen`, the words that were asked about are looked at.
function take({ seen = false } = {}) {
  if (!state.item) return []
  const [first, end] = cueOf(state.item.first)
  const read = readCaption(first, end, text.value)
  if (read.gone && state.words.length === end - first) return []
  if (seen) {
    const asked = new Set(state.words.slice(state.item.first, state.item.end).map(word => word.start_ms + word.text))
    for (const word of read.words) if (asked.has(word.start_ms + word.text)) word.seen = true
  }
  const isSame = !read.changed.length && read.words.every((word, n) => word.seen === state.words[first + n].seen)
  if (!isSame) change([{ at: first, removed: end - first, words: read.words }])
  text.defaultValue = text.value
  return read.changed
}

function next() {
  const before = state.item && state.item.first
  take({ seen: true })
  if (before !== null) state.passed.push(before)
  const [item] = findItems()
  if (item) show(item)
  else if (before !== null) open(cueOf(Math.min(before, state.words.length - 1))[1])
}

function back() {
  take()
  const index = state.passed.pop()
  if (index !== undefined) open(index)
}

function open(index) {
  const first = Math.min(Math.max(index, 0), state.words.length - 1)
  if (state.item && text.value !== text.defaultValue) take()
  const end = cueOf(first)[1]
  const doubt = state.words.slice(first, end).findIndex(isOpen)
  const item = doubt < 0 ? { first, end } : { first: first + doubt, end: first + doubt + 1 }
  show(item)
}

// The same correction (or, where nothing was typed, the same "right") wherever the words stand.
function everywhere() {
  const chosen = state.item && state.words.slice(state.item.first, state.item.end).map(word => word.text)
  const typed = take({ seen: true }).filter(([gone, come]) => gone.length && come.length)
  const pairs = typed.length ? typed : [[chosen || [], chosen || []]]
  const words = [...state.words]
  const splices = []
  for (const [gone, come] of pairs) {
    const wanted = gone.map(bare)
    if (!wanted.length || !wanted.every(Boolean)) continue
    for (let index = 0; index + wanted.length <= words.length; index++) {
      const here = words.slice(index, index + wanted.length)
      if (!here.every((word, n) => bare(word.text) === wanted[n] && word.cue === here[0].cue)) continue
      if (gone === come && here.every(word => word.seen)) continue
      const put = gone === come ? here.map(word => ({ ...word, seen: true })) : inPlaceOf(here, come)
      words.splice(index, here.length, ...put)
      splices.push({ at: index, removed: here.length, words: put })
      index += put.length - 1
    }
  }
  const count = splices.length
  change(splices)
  const [item] = findItems()
  if (item) show(item)
  at('progress').textContent = `${count} more places. ${at('progress').textContent}`
}

// `come` where `here` stood: its time, its speaker, and the mark behind its last word.
function inPlaceOf(here, come) {
  const last = here[here.length - 1]
  const length = last.end_ms - here[0].start_ms
  const tail = last.text.slice(last.text.search(/[^\p{L}\p{N}\]]*$/u))
  const like = { cue: here[0].cue, seen: true, changed: true }
  if (here[0].speaker) like.speaker = here[0].speaker
  return come.map((one, n) => ({
    ...like,
    text: n === come.length - 1 ? one.replace(/[^\p{L}\p{N}\]]+$/u, '') + tail : one,
    start_ms: here[0].start_ms + Math.floor(length * n / come.length),
    end_ms: here[0].start_ms + Math.floor(length * (n + 1) / come.length),
  }))
}

function addSound() {
  const from = text.selectionStart
  const before = text.value.slice(0, from)
  const gap = before && !before.endsWith(' ') ? ' ' : ''
  text.setRangeText(`${gap}[sound] `, from, from)
  text.focus()
  text.setSelectionRange(from + gap.length + 1, from + gap.length + 6)
}

function split() {
  const behind = tokens(text.value.slice(0, text.selectionStart)).length
  take()
  const [first, end] = cueOf(state.item.first)
  if (behind <= 0 || first + behind >= end) return
  const cue = Math.max(...state.words.map(word => word.cue)) + 1
  const words = state.words.slice(first + behind, end).map(word => ({ ...word, cue }))
  change([{ at: first + behind, removed: words.length, words }])
  show({ first: first + behind, end: first + behind + 1 })
}

function join() {
  take()
  const [first, end] = cueOf(state.item.first)
  if (end >= state.words.length) return
  const [, stop] = cueOf(end)
  const words = state.words.slice(end, stop).map(word => ({ ...word, cue: state.words[first].cue }))
  change([{ at: end, removed: words.length, words }])
  show({ first, end: first + 1 })
}

function setSpeaker() {
  take()
  const name = at('speaker').value.trim()
  const [first] = cueOf(state.item.first)
  const was = state.words[first].speaker || ''
  let end = first
  while (end < state.words.length && (state.words[end].speaker || '') === was) end++
  const words = state.words.slice(first, end).map(word => {
    const { speaker, ...rest } = word
    return name ? { ...rest, speaker: name } : rest
  })
  change([{ at: first, removed: words.length, words }])
  listSpeakers()
  text.focus()
}

function listSpeakers() {
  const names = [...new Set(state.words.map(word => word.speaker).filter(Boolean))]
  at('speakers').replaceChildren(...names.map(name => Object.assign(document.createElement('option'), { value: name })))
}

function moveAll() {
  const by = Math.round(Number(at('shift').value) * 1000)
  if (!by) return
  take()
  const words = state.words.map(word => ({
    ...word, start_ms: Math.max(0, word.start_ms + by), end_ms: Math.max(0, word.end_ms + by),
  }))
  change([{ at: 0, removed: words.length, words }])
  at('shift').value = '0'
  at('progress').textContent = `All captions were moved by ${by / 1000} seconds.`
}

function undo() {
  const splices = state.undo.pop()
  if (!splices) return
  change(splices, { undoes: true })
  open(splices[0].at)
}

function takeOther() {
  if (at('take').disabled) return
  const [first] = cueOf(state.item.first)
  const before = state.words.slice(first, state.item.first).map(word => word.text + ' ').join('')
  const said = state.words.slice(state.item.first, state.item.end).map(word => word.text).join(' ')
  text.value = text.defaultValue
  text.setRangeText(otherOf(state.item), before.length, before.length + said.length, 'end')
  next()
}

const ACTIONS = {
  right: next, back, hear, 'hear-all': hearCaption, take: takeOther, everywhere, 'sound-label': addSound,
  listen, split, join, undo, 'set-speaker': setSpeaker, move: moveAll, finish,
}
for (const [id, action] of Object.entries(ACTIONS)) at(id).addEventListener('click', () => action())
const KEYS = {
  F2: hear, 'Shift+F2': hearCaption, F4: takeOther, F8: everywhere, F9: listen,
  'Alt+KeyL': addSound, 'Alt+KeyT': split, 'Alt+KeyJ': join, 'Alt+KeyU': undo,
}
document.addEventListener('keydown', event => {
  const inText = event.target === text && !event.isComposing
  const pressed = (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + (event.altKey ? event.code : event.key)
  let action = event.ctrlKey || event.metaKey ? null : KEYS[pressed]
  if (inText && pressed === 'Enter') action = next
  if (inText && pressed === 'Shift+Enter') action = back
  if (inText && pressed === 'Escape') action = () => { text.value = text.defaultValue }
  if (!action || !state.words.length) return
  event.preventDefault()
  action()
})
at('speaker').addEventListener('keydown', event => {
  if (event.key !== 'Enter') return
  event.preventDefault()
  setSpeaker()
})
window.addEventListener('beforeunload', event => {
  if (state.unsaved || state.waiting) event.preventDefault()
})

// -- the start ------------------------------------------------------------------------------

let inlineData = null
async function begin() {
  const data = inline ? JSON.parse(inline.textContent) : await (await fetch('review')).json()
  inlineData = data
  state.words = data.review.words
  state.version = data.review.version
  state.doubtful = data.doubtful
  state.peakMs = data.peak_ms
  state.peaks = Uint8Array.from(atob(data.peaks), one => one.charCodeAt(0))
  state.allHeard = data.review.heard
  listSpeakers()
  const [item] = findItems()
  if (item) show(item)
  else if (state.words.length) open(0)
}
begin()
