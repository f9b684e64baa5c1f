import { executionsPage } from './executions/executions-page.ts';

const data = document.querySelector('#executions-data');
if (data !== null) executionsPage(JSON.parse(data.textContent));
