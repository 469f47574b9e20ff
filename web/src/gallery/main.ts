import '$ui/base.css';
import { mount } from 'svelte';
import Gallery from './Gallery.svelte';
import { showStates } from './states';

const target = document.getElementById('app');
if (target) mount(Gallery, { target });
showStates();
