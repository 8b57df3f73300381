import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);

/** WebAssembly and a font of our own: the image that drover runs in has neither native packages nor fonts. */
let ready: Promise<Uint8Array> | undefined;

/** Draws an SVG whose texts are in DejaVu Sans. `width`: pixels. The first picture also loads what draws them. */
export async function svgToPng(svg: string, width: number): Promise<Uint8Array> {
  ready ??= load();
  const font = await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  const picture = drawing.render();
  const png = picture.asPng();
  picture.free();
  drawing.free();
  return png;
}

async function load(): Promise<Uint8Array> {
  const [program, font] = await Promise.all([
    readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')),
    readFile(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
  ]);
  await initWasm(program);
  return font;
}
