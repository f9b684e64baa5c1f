import type { Drawing } from '../../charts/drawing.ts';
import type { EmailSection, SectionChart } from './sections.ts';

/** Air around the chart in its picture, in pixels: it is white in a dark mail too. */
export const pictureMargin = 8;

/** What is to be drawn for a mail, and under which name. */
export interface PictureDrawing {
  readonly name: string;
  readonly drawing: Drawing;
}

/** The pictures of one chart: where there are two, the narrow one takes the place of the other on phones. */
export interface ChartPictures {
  readonly wide: PictureDrawing;
  readonly narrow: PictureDrawing | null;
}

/** The widths of a chart in pixels: as wide as the mail, half of it, and a phone. */
const widths = { whole: 592, half: 284, phone: 332 };

/** A ring of its own has its figures beside it. */
const ringHeight = 176;

/** The pictures of a section that takes the whole width of a mail. */
export function wholePictures(id: EmailSection['id'], { chart, draw }: SectionChart): ChartPictures {
  const height = chart === 'donut' ? ringHeight : null;
  return {
    wide: { name: `${id}.png`, drawing: draw({ width: widths.whole, height }) },
    narrow: { name: `${id}-narrow.png`, drawing: draw({ width: widths.phone, height: null }) },
  };
}

/** The picture of a section that stands beside another one. */
export function halfPictures(id: EmailSection['id'], { draw }: SectionChart): ChartPictures {
  return {
    wide: { name: `${id}.png`, drawing: draw({ width: widths.half, height: null }) },
    narrow: null,
  };
}
