/* onSubmit(form, work)   work() instead of sending the form, and nothing twice: a second tap while the first is on its way
                          is none, nor one while the page that work() leads to is awaited. It comes to true for that. */

export function onSubmit(form, work) {
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!isBusy) {
      isBusy = true;
      isBusy = await work();
    }
  });
  // Somebody came back to it.
  self.addEventListener("pageshow", ({ persisted }) => {
    isBusy = isBusy && !persisted;
  });
}
