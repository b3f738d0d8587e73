'use strict'
// Samples of one channel as 16-bit pieces of a fixed length.
registerProcessor('ear', class extends AudioWorkletProcessor {
  constructor(options) {
    super()
    this.size = options.processorOptions.size
    this.piece = new Int16Array(this.size)
    this.count = 0
  }

  process([[channel]]) {
    for (const value of channel || []) {
      this.piece[this.count++] = Math.max(-1, Math.min(1, value)) * 32767
      if (this.count === this.size) {
        this.port.postMessage(this.piece.buffer, [this.piece.buffer])
        this.piece = new Int16Array(this.size)
        this.count = 0
      }
    }
    return true
  }
})
