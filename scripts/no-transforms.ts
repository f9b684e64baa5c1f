/** Stands for a part of the chart library that is left out of the bundle. */
export {};
