import { render } from 'preact';
import { App } from './app';
import { loadLibrary } from './library';
import { followPreferences } from './preferences';
import { followShoes } from './session';
import { followUpdates } from './updates';
import './style.css';

followPreferences();
followShoes();
followUpdates();
void loadLibrary();
const root = document.getElementById('app');
if (root) render(<App />, root);
