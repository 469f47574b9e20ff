namespace Dispatch.Protocol.Layouts;

/// <summary>How large a layout may be.</summary>
public static class LayoutLimits
{
    /// <summary>Of the JSON that is sent.</summary>
    public const int Bytes = 64 * 1024;

    /// <summary>So many splits stand within each other at most.</summary>
    public const int Depth = 16;

    /// <summary>Of all groups together.</summary>
    public const int Tabs = 500;

    /// <summary>So many windows of a browser have a layout each, numbered from 1.</summary>
    public const int Windows = 8;

    /// <summary>Of the side bar, in CSS pixels.</summary>
    public const int Width = 2000;

    /// <summary>The characters of an id or a kind.</summary>
    public const int Name = 100;

    /// <summary>The characters of a file's path.</summary>
    public const int Path = 4096;
}
