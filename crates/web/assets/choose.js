// Long lists: a line to type in above the list leaves only what fits, by words or pinyin (data-find), and takes the
// first. Without script it is a plain list.
for (const list of document.querySelectorAll('select[data-search]')) {
  if (list.disabled && !list.closest('[hidden]')) continue
  const all = [...list.options]
  const find = o => (o.textContent + ' ' + (o.dataset.find || '')).toLowerCase()
  const q = Object.assign(document.createElement('input'), { type: 'search', className: 'in', placeholder: list.dataset.search, autocomplete: 'off' })
  q.setAttribute('aria-label', list.dataset.search)
  q.setAttribute('aria-controls', list.id)
  const both = Object.assign(document.createElement('div'), { className: 'stack s' })
  list.replaceWith(both)
  both.append(q, list)
  q.addEventListener('input', () => {
    const words = q.value.trim().toLowerCase().split(/\s+/)
    const chosen = list.value
    const fits = all.filter(o => !o.value || words.every(w => find(o).includes(w)))
    list.replaceChildren(...fits)
    const first = fits.find(o => o.value)
    if (q.value.trim() && first) list.value = fits.some(o => o.value === chosen && chosen) ? chosen : first.value
    else list.value = chosen
    list.dispatchEvent(new Event('change', { bubbles: true }))
    list.dispatchEvent(new Event('input', { bubbles: true }))
  })
  q.addEventListener('keydown', e => { if (e.key === 'Enter') { e.preventDefault(); list.focus() } })
}
