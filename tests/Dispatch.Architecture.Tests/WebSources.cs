namespace Dispatch.Architecture.Tests;

internal static class WebSources
{
    /// <summary>The page's own code; what is generated isn't written for reading.</summary>
    public static IReadOnlyList<SourceFile> All() =>
        [.. Repository.Sources("web/src", ".ts", ".svelte", ".css").Where(file => !file.HasFolder("generated"))];
}
