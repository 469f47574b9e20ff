import '$ui/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { compose } from './services';

const target = document.getElementById('app');
if (target) mount(App, { target, props: { services: compose() } });
