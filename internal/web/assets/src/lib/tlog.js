// A log in the layout of C2SP tlog-tiles, checked without trusting who serves it: the signature
// of its checkpoint, and that all its entries hash to the root that the checkpoint names.
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'

const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0))
export const base64 = b => btoa(String.fromCharCode(...b))
const join = (...parts) => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) { out.set(p, at); at += p.length }
  return out
}
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i])
const text = new TextEncoder()

// key reads a verifier key: name+hash+base64.
export function key (line) {
  const m = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim())
  if (!m) throw new Error('this is no key of a log: it has the form name+hash+key')
  const raw = bytes(m[3])
  if (raw[0] !== 1 || raw.length !== 33) throw new Error('this key is not of the kind that signs logs (Ed25519)')
  const id = sha256(join(text.encode(m[1] + '\n'), raw)).slice(0, 4)
  if ([...id].map(x => x.toString(16).padStart(2, '0')).join('') !== m[2]) throw new Error('the hash in the key is not that of the key: a letter is wrong')
  return { name: m[1], id, public: raw.slice(1) }
}

// checkpoint reads a checkpoint and checks its signature by the key.
export function checkpoint (note, k) {
  const cut = note.indexOf('\n\n')
  if (cut < 0) throw new Error('the checkpoint has no signature')
  const body = note.slice(0, cut + 1)
  const [origin, size, root] = body.split('\n')
  if (origin !== k.name) throw new Error(`the checkpoint is of the log ${origin}, the key of ${k.name}`)
  if (!/^(0|[1-9][0-9]{0,14})$/.test(size)) throw new Error('the checkpoint has no size')
  const others = []
  let good = false
  for (const line of note.slice(cut + 2).split('\n')) {
    const m = /^— (\S+) (\S+)$/.exec(line)
    if (!m) continue
    const raw = bytes(m[2])
    if (m[1] !== k.name || !same(raw.slice(0, 4), k.id)) { others.push(m[1]); continue }
    if (!ed25519.verify(raw.slice(4), text.encode(body), k.public)) throw new Error('the signature of the checkpoint is false')
    good = true
  }
  if (!good) throw new Error('the checkpoint does not bear the signature of this key')
  return { origin, size: Number(size), root: bytes(root), others }
}

const leaf = b => sha256(join(Uint8Array.of(0), b))
const node = (a, b) => sha256(join(Uint8Array.of(1), a, b))

// Tree takes leaves one after another and knows the root of those taken (RFC 6962).
export class Tree {
  constructor () { this.size = 0; this.peaks = [] }

  add (b) {
    let h = leaf(b)
    for (let n = this.size; n & 1; n = Math.floor(n / 2)) h = node(this.peaks.pop(), h)
    this.peaks.push(h)
    this.size++
  }

  root () {
    if (this.size === 0) return sha256(new Uint8Array())
    return this.peaks.reduceRight((right, left) => node(left, right))
  }
}

// bundle is the path of a tile's entries.
export function bundle (n, width) {
  let path = String(n % 1000).padStart(3, '0')
  while (n >= 1000) { n = Math.floor(n / 1000); path = 'x' + String(n % 1000).padStart(3, '0') + '/' + path }
  return 'tile/entries/' + path + (width < 256 ? '.p/' + width : '')
}

// entries cuts a tile into its entries.
export function entries (b) {
  const out = []
  for (let at = 0; at < b.length;) {
    const n = b[at] * 256 + b[at + 1]
    if (at + 2 + n > b.length) throw new Error('a tile ends in the middle of an entry')
    out.push(b.subarray(at + 2, at + 2 + n))
    at += 2 + n
  }
  return out
}

// verify checks the whole log that get reads, by its key, and against what was seen before
// ({ size, root }); told hears of the progress. It returns the checkpoint.
export async function verify (get, k, before, told = () => {}) {
  const c = checkpoint(new TextDecoder().decode(await get('checkpoint')), k)
  if (before && c.size < before.size) throw new Error(`the log has ${c.size} entries now and had ${before.size} when you last verified it: some are gone`)
  const tree = new Tree()
  let extends_ = !before
  if (before && before.size === 0) extends_ = true
  for (let n = 0; n * 256 < c.size; n++) {
    const width = Math.min(256, c.size - n * 256)
    const list = entries(await get(bundle(n, width)))
    if (list.length < width) throw new Error(`tile ${n} has ${list.length} entries; the checkpoint says ${width}`)
    for (const b of list.slice(0, width)) {
      tree.add(b)
      if (before && tree.size === before.size) {
        if (!same(tree.root(), bytes(before.root))) throw new Error(`the first ${before.size} entries are others than when you last verified the log: it was changed`)
        extends_ = true
      }
    }
    told(tree.size, c.size)
  }
  if (!same(tree.root(), c.root)) throw new Error('the entries are not those that the checkpoint was signed over: one was changed, left out or put in')
  if (!extends_) throw new Error('the log cannot be held against what you last verified')
  return c
}
