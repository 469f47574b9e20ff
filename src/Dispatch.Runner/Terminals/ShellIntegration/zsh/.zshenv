# What zsh reads first of all when ZDOTDIR names this folder: gives the user's ZDOTDIR back, after which zsh finds all else itself.

if [[ -n ${DISPATCH_USER_ZDOTDIR+set} ]]; then
    'builtin' 'export' ZDOTDIR="$DISPATCH_USER_ZDOTDIR"
    'builtin' 'unset' DISPATCH_USER_ZDOTDIR
else
    'builtin' 'unset' ZDOTDIR
fi

{
    if [[ -r ${ZDOTDIR-$HOME}/.zshenv ]]; then
        'builtin' 'source' "${ZDOTDIR-$HOME}/.zshenv"
    fi
} always {
    if [[ -o interactive ]]; then
        'builtin' 'source' "${${(%):-%x}:h}/dispatch.zsh"
    fi
}
