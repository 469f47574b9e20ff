import type { Component } from 'svelte';
import Archive from '@lucide/svelte/icons/file-archive';
import Code from '@lucide/svelte/icons/file-code';
import Data from '@lucide/svelte/icons/braces';
import File from '@lucide/svelte/icons/file';
import Folder from '@lucide/svelte/icons/folder';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Image from '@lucide/svelte/icons/image';
import Link from '@lucide/svelte/icons/link';
import Other from '@lucide/svelte/icons/file-question-mark';
import Script from '@lucide/svelte/icons/file-terminal';
import Settings from '@lucide/svelte/icons/file-cog';
import Text from '@lucide/svelte/icons/file-text';
import type { FileEntry } from '$api/types';

type Icon = Component<{ size?: number; strokeWidth?: number }>;

const kinds: readonly (readonly [icon: Icon, endings: string])[] = [
  [Text, 'md txt rst adoc log csv tsv pdf doc docx odt'],
  [Image, 'png jpg jpeg gif webp avif bmp ico svg'],
  [Data, 'json jsonc json5 xml yaml yml toml ndjson'],
  [Script, 'sh bash zsh fish ps1 bat cmd'],
  [Archive, 'zip tar gz tgz bz2 xz zst 7z rar jar deb rpm nupkg'],
  [Settings, 'ini conf cfg env editorconfig gitignore gitattributes lock props targets csproj sln slnx'],
  [
    Code,
    'c h cc cpp hpp cs java kt go rs py rb php js mjs cjs ts tsx jsx svelte vue html css scss less sql lua swift scala dart r jl zig ex exs hs ml fs vb pl',
  ],
];
const byEnding = new Map(kinds.flatMap(([icon, endings]) => endings.split(' ').map((ending) => [ending, icon])));

/** What stands before a file's name. */
export function iconOf({ name, kind, linksTo }: FileEntry, opened: boolean | undefined): Icon {
  if (kind === 'folder' || linksTo === 'folder') return opened ? FolderOpen : Folder;
  if (kind === 'link') return Link;
  if (kind === 'other') return Other;
  return iconOfName(name);
}

export function iconOfName(name: string): Icon {
  return byEnding.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? File;
}
