// A page in a frame of another page: the picture, and below it what is picked; it tells its height.

/** True if the page was written to stand in a frame. */
export function isEmbedded() {
  return document.documentElement.hasAttribute("data-embed");
}

/** Tells the page around this one how high it is, now and whenever that changes: nothing else leaves it. */
export function tellHeight() {
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    window.parent.postMessage({ demarche: "height", height }, "*");
  };
  if (window.parent !== window) new ResizeObserver(tell).observe(document.body);
}
