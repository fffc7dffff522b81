// Text whose contrast to what is behind it is below 4.5, or below 3 where it is large (WCAG 2.1, 1.4.3).
const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const channels = colour => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
};
const luminance = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const over = (colour, below) => [0, 1, 2].map(i => colour[i] * colour[3] / 255 + below[i] * (1 - colour[3] / 255));
// Words of a drawing stand on its shapes, all else on the boxes around it.
const shapes = element => {
  if (!(element instanceof SVGElement)) return [];
  const box = element.getBoundingClientRect();
  return document.elementsFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    .filter(at => at instanceof SVGGeometryElement)
    .map(at => {
      const style = getComputedStyle(at);
      const colour = [...channels(style.fill)];
      colour[3] *= style.fillOpacity * style.opacity;
      return colour;
    });
};
const boxes = element => {
  const found = [];
  for (let at = element; at; at = at.parentElement) found.push(channels(getComputedStyle(at).backgroundColor));
  return found;
};
const behind = element => {
  element.scrollIntoView({ block: 'center', inline: 'center' });
  return [...shapes(element), ...boxes(element)].reduceRight((below, colour) => over(colour, below), [255, 255, 255]);
};
const found = new Set();
for (const element of document.body.querySelectorAll('*')) {
  const own = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent.trim()).join('');
  if (!own || !element.getClientRects().length) continue;
  const style = getComputedStyle(element);
  const colour = channels(element instanceof SVGElement ? style.fill : style.color);
  const [light, dark] = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || size >= 18.66 && parseInt(style.fontWeight) >= 700;
  if (ratio < (large ? 3 : 4.5)) found.add(`${own.slice(0, 40)}: ${ratio.toFixed(2)}`);
}
return [...found];
