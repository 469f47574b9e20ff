import { expect, type Locator, type Page } from '@playwright/test';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispatch } from './dispatch.ts';

/** A workspace's folder on the disk, for a test alone. */
export function folderOf(dispatch: Dispatch, ...within: string[]): string {
  const folder = join(dispatch.home, ...within);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** All that is in a folder, folders with a slash behind them. */
export function onDisk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1) + (entry.isDirectory() ? '/' : ''))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort();
}

/** The tree of files and the editor, as a person sees them. */
export class FilesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    const phone = this.page.getByRole('navigation', { name: 'Main' });
    const bar = (await phone.count()) > 0 ? phone : this.page.getByRole('navigation', { name: 'Activity' });
    await bar.getByRole('button', { name: 'Files' }).click();
    await expect(this.tree).toBeVisible({ timeout: 30_000 });
  }

  async openSearch(): Promise<void> {
    const phone = this.page.getByRole('navigation', { name: 'Main' });
    if ((await phone.count()) > 0) {
      await this.open();
      await this.page
        .getByRole('navigation', { name: 'What is shown' })
        .getByRole('button', { name: 'Search' })
        .click();
    } else
      await this.page.getByRole('navigation', { name: 'Activity' }).getByRole('button', { name: 'Search' }).click();
    await expect(this.searched).toBeVisible({ timeout: 30_000 });
  }

  get searched(): Locator {
    return this.page.getByRole('textbox', { name: 'Search for' });
  }

  get results(): Locator {
    return this.page.getByRole('region', { name: 'What was found' });
  }

  get tree(): Locator {
    return this.page.getByRole('tree', { name: 'Files' });
  }

  item(path: string): Locator {
    return this.tree.locator(`[role=treeitem][data-path="${path.replaceAll('\n', '\\a ')}"]`);
  }

  async choose(path: string, action: string): Promise<void> {
    await this.item(path).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  async named(name: string): Promise<void> {
    const field = this.tree.getByRole('textbox');
    await field.fill(name);
    await field.press('Enter');
  }

  /** The pane of a file. */
  pane(path: string): Locator {
    return this.page.getByRole('region', { name: path, exact: true });
  }

  text(path: string): Locator {
    return this.pane(path).locator('.cm-content');
  }
}
