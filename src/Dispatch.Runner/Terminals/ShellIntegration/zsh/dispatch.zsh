# Shell integration for zsh 5.1 and newer: marks prompts and commands (OSC 133) and tells the folder (OSC 7).
# Sourced in ~/.zshrc it works by itself; twice does no harm. Nothing here is exported.

# Prints D when a command ran since the last prompt. The first of the hooks, so that what the others print isn't the command's.
__dispatch_before() {
    { 'builtin' 'local' -i code=$?; 'builtin' 'emulate' -L zsh -o no_xtrace -o no_err_exit -o no_err_return } 2>/dev/null
    if (( __dispatch_ran )); then
        __dispatch_ran=0
        builtin print -rn -- $'\e]133;D;'$code$'\e\\' >/dev/tty
    fi
}

# The last of the hooks: what the others made of PS1 is final.
__dispatch_after() {
    { 'builtin' 'local' "percent=${options[promptpercent]}"; 'builtin' 'emulate' -L zsh -o no_xtrace -o no_err_exit -o no_err_return } 2>/dev/null
    builtin local url
    __dispatch_encode $PWD url
    builtin print -rn -- $'\e]7;file://'$HOST$url$'\e\\' >/dev/tty
    __dispatch_bare
    if [[ $percent == on ]]; then
        PS1=$__dispatch_open$PS1$__dispatch_close
        if [[ $precmd_functions[-1] != __dispatch_after ]]; then
            # This once another comes after it and may set PS1: at least where the prompt starts is known.
            PS1=${PS1#$__dispatch_open}
            builtin print -rn -- $'\e]133;A\e\\' >/dev/tty
        fi
    fi
    __dispatch_join
}

# Tells that a command starts, and takes the marks out of PS1 while it runs: one that is exported reaches other shells.
__dispatch_started() {
    { 'builtin' 'emulate' -L zsh -o no_xtrace -o no_err_exit -o no_err_return } 2>/dev/null
    # The line as typed, or what was parsed of it when there is no history.
    builtin local line=${1:-$3} url=
    if (( $#line <= 8192 )); then
        __dispatch_encode $line url
    fi
    # Half a command is another command: one that is longer stays unnamed.
    if (( $#url == 0 || $#url > 8192 )); then
        builtin print -rn -- $'\e]133;C\e\\' >/dev/tty
    else
        builtin print -rn -- $'\e]133;C;cmdline_url='$url$'\e\\' >/dev/tty
    fi
    __dispatch_ran=1
    __dispatch_bare
}

__dispatch_bare() {
    PS1=${${PS1//$__dispatch_open}//$__dispatch_close}
}

# Percent-encodes $1 into the variable that $2 names.
__dispatch_encode() {
    builtin emulate -L zsh -o extended_glob -o no_multibyte -o no_err_exit -o no_err_return
    builtin local MATCH
    builtin local -i MBEGIN MEND
    builtin typeset -g "$2=${1//(#m)[^A-Za-z0-9\/._~-]/%${(l:2::0:)$(([##16]#MATCH))}}"
}

# Puts the two among the hooks, again after each prompt: the user and tools change them.
__dispatch_join() {
    if [[ $precmd_functions[1] != __dispatch_before || $precmd_functions[-1] != __dispatch_after ]]; then
        precmd_functions=(__dispatch_before ${precmd_functions:#__dispatch_(before|after)} __dispatch_after)
    fi
    if (( ! $preexec_functions[(Ie)__dispatch_started] )); then
        preexec_functions+=(__dispatch_started)
    fi
}

if [[ -o interactive && -z ${__dispatch_open-} ]]; then
    'builtin' 'typeset' -gi +x __dispatch_ran=0
    # Ended by BEL: zsh reads a prompt's backslashes when PROMPT_SUBST is set.
    'builtin' 'typeset' -g +x __dispatch_open=$'%{\e]133;A\a%}' __dispatch_close=$'%{\e]133;B\a%}'
    'builtin' 'typeset' -ga precmd_functions preexec_functions
    precmd_functions+=(__dispatch_after)
    preexec_functions+=(__dispatch_started)
fi
