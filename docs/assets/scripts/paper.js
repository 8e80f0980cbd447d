// The foot of every printed page says where it is from and when its claims were last gone through. The stylesheet cannot
// read either from the page; without this, both still stand at its end. Only set when it is needed: a property of the
// root makes the browser look at every element again.
addEventListener("beforeprint", () => {
  const address = document.querySelector(".on-paper")?.textContent;
  const reviewed = document.querySelector(".reviewed time")?.textContent;
  const foot = [address, reviewed && `reviewed ${reviewed}`].filter(Boolean).join(" · ");
  document.documentElement.style.setProperty("--foot", JSON.stringify(foot));
});
