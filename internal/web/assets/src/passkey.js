// Making and using passkeys: the site's options go to the browser, the browser's answer goes
// back in the form.
const able = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials

for (const part of document.querySelectorAll('[data-passkeys]')) part.hidden = !able

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const problem = form.querySelector('[role="alert"]')
  const tell = text => { problem.textContent = text; problem.hidden = false }
  form.addEventListener('submit', async (e) => {
    if (form.elements.answer.value) return
    e.preventDefault()
    e.stopImmediatePropagation()
    problem.hidden = true
    if (!able) return tell('This browser knows no passkeys.')
    try {
      const body = new FormData()
      body.set('csrf', form.elements.csrf.value)
      const answer = await fetch(form.dataset.options, { method: 'POST', body })
      if (!answer.ok) return tell(answer.status === 401 ? 'Sign in again first: you did so more than a quarter of an hour ago.' : 'The site cannot be asked now; try again later.')
      const options = await answer.json()
      const key = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      form.elements.answer.value = JSON.stringify(key)
      form.submit()
    } catch (err) {
      tell(err.name === 'NotAllowedError' ? 'It was not done: you stopped it, or it took too long.' : err.name === 'InvalidStateError' ? 'This passkey is kept already.' : 'It could not be done: ' + err.message)
    }
  }, { capture: true })
}
