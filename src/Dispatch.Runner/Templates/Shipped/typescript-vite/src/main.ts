import './style.css';

const app = document.querySelector<HTMLElement>('#app');
if (app) app.textContent = 'Hello from {{name}}.';
