/** Handlebars with its compiler, without what it adds to Node's require: see text-template.ts. */
declare module 'handlebars/dist/cjs/handlebars.js' {
  import Handlebars from 'handlebars';

  export default Handlebars;
}
