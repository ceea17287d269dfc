// Finds the option of a select, or the choice inside a group of radio buttons or tick boxes, by its words.
// Called with (element, words); gives {press, chosen, others}.
const [element, wanted] = arguments
const flat = text => (text || '').replace(/\s+/g, ' ').trim()
const isSelect = element.localName === 'select'
const options = isSelect ? [...element.options] : [...element.querySelectorAll('input[type=radio], input[type=checkbox]')]
const name = o => flat(isSelect ? o.text : o.getAttribute('aria-label') || [...(o.labels || [])].map(l => l.textContent).join(' '))
const option = options.find(o => name(o) === wanted) || options.find(o => name(o).startsWith(wanted))
  || options.find(o => name(o).includes(wanted))
const others = options.map(name)
if (!option) return { press: null, others }
const seen = e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width >= 8
const press = isSelect || seen(option) ? option : [...(option.labels || [])].find(seen) || option
return { press, chosen: isSelect ? option.selected : option.checked, others }
