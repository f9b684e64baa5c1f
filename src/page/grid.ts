import { GridStack } from 'gridstack';
import styles from 'gridstack/dist/gridstack.min.css';
import { packs } from './unpack.ts';

packs().grid = { GridStack, styles };
