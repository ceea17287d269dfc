// A line of text with suggestions from the server: data-lookup-url answers ?q=… with a JSON list of texts.
// Without script the server finds what was meant from the text alone.
for (const input of document.querySelectorAll('input[data-lookup-url]')) {
  const list = Object.assign(document.createElement('datalist'), { id: input.id + '-list' })
  input.after(list)
  input.setAttribute('list', list.id)
  let timer, last = ''
  input.addEventListener('input', () => {
    clearTimeout(timer)
    const q = input.value.trim()
    if (!q || q === last || [...list.options].some(o => o.value === input.value)) return
    timer = setTimeout(async () => {
      last = q
      try {
        const r = await fetch(input.dataset.lookupUrl + '?q=' + encodeURIComponent(q))
        if (!r.ok || q !== input.value.trim()) return
        list.replaceChildren(...(await r.json()).map(value => Object.assign(document.createElement('option'), { value })))
      } catch { /* suggestions are a convenience */ }
    }, 200)
  })
}
