/** The pane of an agent. All that it is made of is named here: in the script that the page begins with the names alone would take room. */
export const agentPane = () => import('./shell/AgentTab.svelte');
