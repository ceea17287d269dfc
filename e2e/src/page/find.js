// Finds a thing on the page the way a person does: by the words that stand on it or beside it.
// Called with (kind, words, near); gives {found: element | null, disabled, others: [names]}.
const [kind, wanted, near] = arguments

const flat = text => (text || '').replace(/\s+/g, ' ').trim()
// The marks that say whether a field must be filled are not part of its name.
const bare = text => flat(text).replace(/[*＊]/g, '').replace(/[（(]?(必填|选填|可选|required|optional)[）)]?/gi, '').trim()

const shown = e => e.checkVisibility({ visibilityProperty: true })
  && (e.getClientRects().length > 0)

const textOf = e => {
  const copy = e.cloneNode(true)
  copy.querySelectorAll('select, textarea, script, style, svg, [aria-hidden=true]').forEach(inner => inner.remove())
  return copy.textContent
}

const byIds = ids => flat((ids || '').split(/\s+/).map(id => {
  const e = id && document.getElementById(id)
  return e ? textOf(e) : ''
}).join(' '))

const names = e => {
  const all = [byIds(e.getAttribute('aria-labelledby')), e.getAttribute('aria-label')]
  if (e.labels) for (const label of e.labels) all.push(textOf(label))
  if (e.matches('fieldset')) all.push(textOf(e.querySelector('legend') || e.ownerDocument.createElement('i')))
  if (e.matches('input[type=submit], input[type=button], input[type=reset]')) all.push(e.value)
  if (e.matches('a, button, summary, label, [role]') && !e.matches('[role=group], [role=radiogroup]')) all.push(textOf(e))
  e.querySelectorAll('img[alt]').forEach(img => all.push(img.alt))
  all.push(e.getAttribute('title'))
  return all.map(flat).filter(Boolean)
}

const KINDS = {
  field: 'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]):not([type=image])'
    + ':not([type=file]):not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable=true]',
  file: 'input[type=file]',
  press: 'a[href], button, input[type=submit], input[type=button], input[type=reset], summary, [role=button], '
    + '[role=link], [role=tab], [role=menuitem], [role=option]',
  tick: 'input[type=checkbox], input[type=radio], [role=switch]',
  group: 'fieldset, [role=radiogroup], [role=group]',
}

// A dialog covers the page: only what is in it can be reached.
const dialogs = [...document.querySelectorAll('dialog')].filter(shown)
const modal = dialogs.filter(d => d.matches(':modal')).pop() || dialogs.filter(d => d.matches(':target')).pop()

const smallestWith = (root, words) => {
  const inside = [...root.querySelectorAll('*')].filter(e => shown(e) && flat(e.innerText).includes(words))
  return inside.filter(e => !inside.some(other => other !== e && e.contains(other)))
}

// Near: the closest surrounding that holds both the words and a thing of the wanted name.
const candidates = root => [...root.querySelectorAll(KINDS[kind])]
// What is hidden from everybody who listens (the button that Enter presses) is not what a person means.
const reachable = e => kind === 'file' || kind === 'tick' || shown(e) && !e.closest('[aria-hidden=true]')
const rank = e => {
  const words = names(e)
  if (words.some(name => name === wanted || bare(name) === bare(wanted))) return 0
  if (words.some(name => bare(name).startsWith(bare(wanted)))) return 1
  if (words.some(name => bare(name).includes(bare(wanted)))) return 2
  return 9
}
const best = list => {
  const ranked = list.filter(reachable).map(e => [rank(e), e]).filter(([r]) => r < 9)
  ranked.sort((a, b) => a[0] - b[0])
  return ranked.length ? ranked[0][1] : null
}

const root = modal || document
let found = null
if (near) {
  for (let place of smallestWith(root, near)) {
    while (place && !found) {
      found = best(candidates(place))
      place = place === root ? null : place.parentElement
    }
    if (found) break
  }
} else {
  found = best(candidates(root))
}

const disabled = !!found && (found.disabled === true || found.getAttribute('aria-disabled') === 'true')
// A tick box may be drawn by its label: then the label is what a person presses.
let press = found
if (found && kind === 'tick' && (!shown(found) || found.getBoundingClientRect().width < 8)) {
  press = (found.labels && [...found.labels].find(shown)) || found
}
const others = found ? [] : [...new Set(candidates(root).filter(reachable).map(e => names(e)[0]).filter(Boolean))].slice(0, 60)
return { found, press, disabled, others, type: found && (found.type || found.localName), checked: !!(found && found.checked) }
