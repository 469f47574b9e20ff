import type { SettingText } from '$api/generated/settings-texts.gen';
import type { Shape } from '../fits';

/** What a control is given. It sends nothing that isn't of the shape, and says why at its own place. */
export interface ControlProps {
  readonly text: SettingText;
  readonly shape: Shape;
  readonly value: unknown;
  /** Its own id, for the label that names it. */
  readonly controlId: string;
  /** Ids of its name and of what is said about it. */
  readonly labelledby: string;
  readonly describedby: string;
  onset(value: unknown): void;
}
