// An administrative division (input[data-places]): a button opens a sheet that leads from province to county and
// searches the whole table; the list is a listbox that the line above it steers (arrows, Enter, Backspace one up).
// Without script it is a line of text: the server finds what was meant, or offers what it may be.
const T = document.querySelector('template[data-texts=place]').dataset
const make = (tag, props, ...inside) => {
  const { aria = {}, ...own } = props, el = Object.assign(document.createElement(tag), own)
  for (const [name, value] of Object.entries(aria)) el.setAttribute(name === 'role' ? name : 'aria-' + name, value)
  el.append(...inside)
  return el
}
for (const input of document.querySelectorAll('input[data-places]')) {
  const { id, name } = input, field = input.closest('.field'), label = field.querySelector('label')
  const codeName = name.replace(/name$/, 'code')
  input.form?.elements[codeName]?.closest('.field').remove()         // what was offered without script
  const code = make('input', { type: 'hidden', name: codeName, value: input.dataset.code || '' })
  const shown = make('span', { textContent: input.value || T.choose })
  const button = make('button', { type: 'button', className: 'in', id, aria: { haspopup: 'dialog', labelledby: `${id}-l ${id}` } }, shown)
  for (const a of ['aria-describedby', 'aria-invalid']) if (input.hasAttribute(a)) button.setAttribute(a, input.getAttribute(a))
  label.id = id + '-l'
  input.removeAttribute('id')
  input.type = 'hidden'
  input.after(code, button)

  const title = make('h2', { id: id + '-t', textContent: label.textContent, tabIndex: -1 })
  const shut = make('button', { type: 'button', className: 'btn quiet', textContent: T.close })
  const way = make('p', { className: 'row' })
  const q = make('input', { type: 'search', className: 'in', placeholder: T.search, autocomplete: 'off', aria: { role: 'combobox', label: T.search, autocomplete: 'list', expanded: 'true', controls: id + '-o' } })
  const list = make('ul', { id: id + '-o', className: 'cells places', aria: { role: 'listbox', labelledby: id + '-t' } })
  const say = make('p', { className: 'dim', aria: { role: 'status' } })
  const none = make('button', { type: 'button', className: 'btn', textContent: T.clear, hidden: input.required })
  const sheet = make('dialog', { className: 'dlg', aria: { labelledby: id + '-t' } },
    make('div', { className: 'f' }, make('header', {}, make('div', {}, title), shut), make('div', { className: 'in-body' }, way, q, say, list), make('footer', {}, none)))
  document.body.append(sheet)

  let path = [], at = -1, turn = 0, timer
  const options = () => [...list.children]
  const mark = n => {
    options().forEach((o, i) => o.setAttribute('aria-selected', i === n))
    at = n
    const o = options()[n]
    if (o) { q.setAttribute('aria-activedescendant', o.id); o.scrollIntoView({ block: 'nearest' }) } else q.removeAttribute('aria-activedescendant')
  }
  const take = place => {
    input.value = place.full
    code.value = place.code
    shown.textContent = place.full || T.choose
    button.removeAttribute('aria-invalid')
    field.querySelector('.err')?.remove()
    sheet.close()
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const enter = place => { path.push(place); q.value = ''; load() }
  const option = (text, about, act, n) => {
    const o = make('li', { id: `${id}-o${n}`, className: 'cell', aria: { role: 'option', selected: 'false' } }, make('span', { textContent: text }, ...about ? [make('small', { textContent: about })] : []))
    o.addEventListener('click', act)
    return o
  }
  const step = (text, depth) => {
    const b = make('button', { type: 'button', className: 'btn quiet', textContent: text })
    b.addEventListener('click', () => { path = path.slice(0, depth); q.value = ''; load() })
    return b
  }
  const load = async () => {
    const mine = ++turn, typed = q.value.trim(), here = path.at(-1)
    const asked = typed ? { q: typed } : here ? { under: here.code } : {}
    let places
    try {
      const r = await fetch(input.dataset.places + '?' + new URLSearchParams(asked))
      if (!r.ok) throw r
      places = await r.json()
    } catch { if (mine === turn) say.textContent = T.failed; return }
    if (mine !== turn) return
    way.replaceChildren(...typed ? [] : [T.all, ...path.map(p => p.name)].map(step))
    way.hidden = typed || !path.length
    const rows = places.map(p => [p.name, typed && p.full !== p.name ? p.full : '', () => p.more ? enter(p) : take(p)])
    const whole = !typed && here && !here.heading && !('county' in input.dataset)
    if (whole) rows.unshift([T.whole.replace('%n', here.full), '', () => take(here)])
    list.replaceChildren(...rows.map((row, n) => option(...row, n)))
    list.scrollTop = 0
    say.textContent = places.length ? T.found.replace('%n', places.length) : T.none
    mark(typed ? 0 : -1)
  }
  q.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(load, 150) })
  q.addEventListener('keydown', e => {
    const n = list.children.length
    if (e.key === 'ArrowDown') mark(Math.min(at + 1, n - 1))
    else if (e.key === 'ArrowUp') mark(Math.max(at - 1, 0))
    else if (e.key === 'Enter') options()[at]?.click()
    else if (e.key === 'Backspace' && !q.value && path.length) { path.pop(); load() }
    else return
    e.preventDefault()
  })
  button.addEventListener('click', () => {
    path = []
    q.value = ''
    sheet.showModal()
    ;(matchMedia('(pointer: fine)').matches ? q : title).focus()    // no keyboard pops up on a phone
    load()
  })
  shut.addEventListener('click', () => sheet.close())
  none.addEventListener('click', () => take({ code: '', full: '' }))
  sheet.addEventListener('click', e => { if (e.target === sheet) sheet.close() })
  sheet.addEventListener('close', () => button.focus())
}
