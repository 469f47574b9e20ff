namespace Dispatch.Runner.Native;

/// <summary>Flags of open(2) and of the calls that take the same ones.</summary>
internal static class OpenFlags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoControllingTerminal = 0x100;
    public const int Truncate = 0x200;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int Folder = 0x10000;

    /// <summary>A link itself is not followed.</summary>
    public const int NoFollow = 0x20000;

    public const int CloseOnExec = 0x80000;

    /// <summary>Only to name the file by: nothing of it is opened, so a pipe or a device doesn't notice.</summary>
    public const int Path = 0x200000;

    /// <summary>A file without a name in the folder, until it is linked.</summary>
    public const int Temporary = 0x410000;
}
