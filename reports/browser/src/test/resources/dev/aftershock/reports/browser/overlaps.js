// Pairs of words of one drawing whose boxes cover each other by more than a pixel.
const found = [];
for (const svg of document.querySelectorAll('svg')) {
  const words = [...svg.querySelectorAll('text')]
    .filter(text => text.textContent.trim())
    .map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  words.forEach((one, i) => words.slice(i + 1).forEach(other => {
    const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (across > 1 && down > 1) found.push(`${one.text} | ${other.text}: ${across.toFixed(1)} x ${down.toFixed(1)}`);
  }));
}
return found;
