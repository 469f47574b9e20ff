import type { Command } from '$lib/command';
import { m } from '$lib/messages';
import type { Services } from './services';

/** Each of one's own devices that is on a session now, and the way back. */
export function followCommands({ people, follow, tabs }: Pick<Services, 'people' | 'follow' | 'tabs'>): Command[] {
  const stop: Command = {
    id: 'stop-following',
    title: () => m.presence_stop_following(),
    group: 'view',
    enabled: () => follow.device !== undefined,
    run: () => follow.stop(),
  };
  return [
    ...people.devices.map((device): Command => ({
      id: `follow-${device.id}`,
      title: () => m.presence_follow({ name: device.name }),
      group: 'view',
      run: () => follow.start(device, tabs.active),
    })),
    stop,
  ];
}
