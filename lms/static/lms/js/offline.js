/* Saved courses: the button on a course page and the list. The service worker does the work; templates
   learn/save_course.html and learn/saved_courses.html hold the words. */

const places = document.querySelectorAll("[data-save-course], [data-saved-courses]");

/* Asks the service worker; `report` hears how far it is, the promise holds its last word. */
async function ask(message, report = () => {}) {
  const registration = await navigator.serviceWorker.ready;
  return new Promise((resolve) => {
    const line = new MessageChannel();
    line.port1.onmessage = ({ data }) => (data.state === "saving" ? report(data) : resolve(data));
    registration.active.postMessage(message, [line.port2]);
  });
}

export async function savedCourses() {
  const index = await caches.open("sala-saved");
  const kept = await Promise.all((await index.keys()).map((request) => index.match(request)));
  return Promise.all(kept.map((response) => response.json()));
}

const kilobytes = (bytes) => String(Math.max(1, Math.round(bytes / 1024)));

function fill(place, name, text) {
  place.querySelectorAll(`[data-fill="${name}"]`).forEach((found) => {
    found.textContent = text;
  });
}

/* Shows the parts of a place that belong to a state, and only those. */
function set(place, state) {
  place.hidden = false;
  place.querySelectorAll("[data-when]").forEach((found) => {
    found.hidden = !found.dataset.when.split(" ").includes(state);
  });
}

function work(place, url, afterwards) {
  const save = async () => {
    const bar = place.querySelector("progress");
    set(place, "saving");
    fill(place, "done", "0");
    const outcome = await ask({ do: "save", url }, ({ done, bytes }) => {
      bar.max = bytes;
      bar.value = done;
      fill(place, "done", kilobytes(done));
      fill(place, "size", kilobytes(bytes));
    });
    set(place, outcome.state);
    afterwards(outcome.state);
  };
  place.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) {
      return;
    }
    if (button.dataset.do === "save") {
      save();
    } else if (button.dataset.do === "remove") {
      await ask({ do: "remove", url });
      set(place, "unsaved");
      afterwards("removed");
    }
  });
}

async function saveCourse(place) {
  const url = place.dataset.saveCourse;
  const saved = (await savedCourses()).find((course) => course.url === url);
  if (saved) {
    fill(place, "size", kilobytes(saved.bytes));
  }
  set(place, saved ? "saved" : "unsaved");
  work(place, url, () => {});
}

async function listCourses(place) {
  const list = place.querySelector("ul");
  const courses = await savedCourses();
  list.textContent = "";
  courses.forEach((course) => {
    const row = document.importNode(place.querySelector("template").content, true).firstElementChild;
    const link = row.querySelector("a");
    link.href = course.page;
    link.textContent = course.title;
    link.lang = course.page.slice(1, 3);
    fill(row, "size", kilobytes(course.bytes));
    fill(row, "day", new Date(course.savedAt).toLocaleDateString("en-GB"));
    set(row, "saved");
    work(row, course.url, (state) => (state === "saved" || state === "removed") && listCourses(place));
    list.appendChild(row);
  });
  place.hidden = false;
  place.querySelector(".empty").hidden = courses.length > 0;
}

/* The offline page stands in for another one: it says why, and offers to try again. */
function explain() {
  const reason = document.querySelector("[data-why]");
  if (reason && reason.dataset.why) {
    set(reason, reason.dataset.why);
    reason.querySelectorAll("a[href='']").forEach((again) => {
      again.href = location.href;
    });
  }
}

explain();
if (navigator.serviceWorker && self.caches) {
  navigator.serviceWorker.ready.then(() =>
    places.forEach((place) => (place.dataset.saveCourse ? saveCourse(place) : listCourses(place))),
  );
}
