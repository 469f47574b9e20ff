/** Whether what is dragged are files of the device. */
export function hasFiles(data: DataTransfer | null): boolean {
  return data?.types.some((type) => type === 'Files') ?? false;
}
