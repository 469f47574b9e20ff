namespace Dispatch.Architecture.Tests;

public sealed class FeatureBorderTests
{
    [Fact]
    public void Features_of_the_page_know_only_what_is_shared_and_themselves() => Assert.Empty(FeatureBorders.Violations(WebSources.All()));

    [Theory]
    [InlineData("web/src/features/sessions/a.ts", "import { x } from '../terminal/b';")]
    [InlineData("web/src/features/sessions/a.ts", "import '../terminal/b.css';")]
    [InlineData("web/src/features/sessions/a.ts", "const b = await import('$features/terminal/b');")]
    [InlineData("web/src/features/sessions/A.svelte", "<script>\nimport A from \"../../app/A.svelte\";\n</script>")]
    [InlineData("web/src/ui/a.ts", "import { x } from '../api/b';")]
    [InlineData("web/src/lib/a.ts", "export { x } from '../features/terminal/b';")]
    public void An_import_across_a_border_is_found(string path, string code) =>
        Assert.Single(FeatureBorders.Violations([new SourceFile(path, code)]));

    [Theory]
    [InlineData("web/src/features/sessions/a.ts", "import { x } from './b';")]
    [InlineData("web/src/features/sessions/a.ts", "import { x } from '../../ui/b';")]
    [InlineData("web/src/features/sessions/a.ts", "import { onMount } from 'svelte';")]
    [InlineData("web/src/app/a.ts", "import { x } from '../features/terminal/b';")]
    public void An_import_within_the_borders_is_fine(string path, string code) =>
        Assert.Empty(FeatureBorders.Violations([new SourceFile(path, code)]));

    [Fact]
    public void The_linter_knows_every_feature_too()
    {
        var config = File.ReadAllText(Path.Combine(Repository.Root, "web/eslint.config.js"));
        Assert.Contains("'no-restricted-imports': ['error'", config);
        Assert.All(
            Directory.GetDirectories(Path.Combine(Repository.Root, "web/src/features")).Select(Path.GetFileName),
            feature => Assert.Contains($"'{feature}'", config));
    }
}
