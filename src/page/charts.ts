import programs from 'chart-programs';
import { transforms } from 'vega-dataflow';
import datajoin from 'vega-encode/src/DataJoin.js';
import encode from 'vega-encode/src/Encode.js';
import { expressionInterpreter } from 'vega-interpreter';
import { SVGStringRenderer } from 'vega-scenegraph';
import aggregate from 'vega-transforms/src/Aggregate.js';
import collect from 'vega-transforms/src/Collect.js';
import facet from 'vega-transforms/src/Facet.js';
import formula from 'vega-transforms/src/Formula.js';
import proxy from 'vega-transforms/src/Proxy.js';
import relay from 'vega-transforms/src/Relay.js';
import sieve from 'vega-transforms/src/Sieve.js';
import { View } from 'vega-view';
import bound from 'vega-view-transforms/src/Bound.js';
import mark from 'vega-view-transforms/src/Mark.js';
import render from 'vega-view-transforms/src/Render.js';
import viewlayout from 'vega-view-transforms/src/ViewLayout.js';
import { drawWith } from '../charts/draw.ts';
import { packs } from './unpack.ts';

/** Vega as far as our charts need it: no parser, since the build parsed them, and no code made from text. */
Object.assign(transforms, {
  ...{ aggregate, bound, collect, datajoin, encode, facet, formula },
  ...{ mark, proxy, relay, render, sieve, viewlayout },
});

packs().charts = {
  draw: drawWith(
    (chart) => new View(programs[chart], { expr: expressionInterpreter, renderer: 'none' }),
    new SVGStringRenderer(),
  ),
};
