using Dispatch.Protocol.Problems.Catalogue;

namespace Dispatch.Protocol.Tests.Problems;

public class ErrorCatalogueTests
{
    [Fact]
    public void Every_code_that_a_program_names_is_in_the_catalogue()
    {
        var known = ErrorCatalogue.All.Select(entry => entry.Code).ToHashSet(StringComparer.Ordinal);

        Assert.All(ErrorSources.Codes(), code => Assert.True(known.Contains(code.Key), $"{code.Value} names {code.Key}, which src/Dispatch.Protocol/Problems/Catalogue lacks."));
    }

    [Fact]
    public void Every_code_in_the_catalogue_is_named_by_a_program()
    {
        var used = ErrorSources.Codes();

        Assert.All(ErrorCatalogue.All, entry => Assert.True(used.ContainsKey(entry.Code), $"No program names {entry.Code}."));
    }

    [Fact]
    public void A_code_is_told_once_and_in_order()
    {
        Assert.Equal(ErrorCatalogue.All.Count(), ErrorCatalogue.All.DistinctBy(entry => entry.Code).Count());
        Assert.All(ErrorCatalogue.Groups, group => Assert.Equal(group.Entries.OrderBy(entry => entry.Code, StringComparer.Ordinal), group.Entries));
    }

    [Fact]
    public void An_entry_says_what_it_means_and_what_to_do_in_whole_sentences() => Assert.All(ErrorCatalogue.All, entry =>
    {
        Assert.EndsWith(".", entry.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", entry.Next, StringComparison.Ordinal);
    });
}
