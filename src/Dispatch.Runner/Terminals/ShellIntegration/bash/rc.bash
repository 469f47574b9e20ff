# What bash reads in place of ~/.bashrc (--rcfile): that one, then the integration.

if [[ -r ~/.bashrc && ! -d ~/.bashrc ]]; then
    builtin source ~/.bashrc
fi
builtin source "${BASH_SOURCE[0]%/*}/dispatch.bash"
