# Shell integration for bash 4.4 and newer: marks prompts and commands (OSC 133) and tells the folder (OSC 7).
# Sourced at the end of ~/.bashrc it works by itself; twice does no harm.

# Nothing here is exported, and the marks in PS1 and PS0 are expansions of these variables: a shell within this one that inherits a prompt
# prints no marks.

# Prints D when a command ran since the last prompt. The first of the prompt's commands, so that what the others do isn't the command's.
__dispatch_before() {
    { builtin local - "__dispatch_status=$?" "__dispatch_flags=$-"; builtin set +aefuvxTE; } 2>/dev/null
    __dispatch_ended "$__dispatch_status"
    # Between the elements of an array bash restores $? itself; a failure would end a shell that has errexit set.
    if [[ $__dispatch_form == string && $__dispatch_flags != *e* ]]; then
        builtin return "$__dispatch_status"
    fi
    builtin return 0
}

# The last of the prompt's commands: what the others made of PS1 is final.
__dispatch_after() {
    { builtin local - "__dispatch_status=$?" IFS=$' \t\n'; builtin set +aefuvxTE; } 2>/dev/null
    if [[ $__dispatch_form == array ]]; then
        __dispatch_ended "$__dispatch_status"
    fi
    __dispatch_join
    if [[ $PWD != "$__dispatch_folder" ]]; then
        __dispatch_folder=$PWD
        __dispatch_url=$(__dispatch_encode "$PWD")
    fi
    builtin printf '\e]7;file://%s%s\e\\' "${HOSTNAME-}" "$__dispatch_url" >&2

    builtin local open='\[${__dispatch_open-}\]' close='\[${__dispatch_close-}\]' start='${__dispatch_on:+$(__dispatch_started)}'
    __dispatch_line=${HISTCMD-}
    if [[ ${PS1@a} != *r* && ${PS0@a} != *r* ]]; then
        PS1=${PS1//"$open"/}
        PS1=${PS1//"$close"/}
        PS0=${PS0//"$start"/}
        if builtin shopt -q promptvars; then
            PS1=$open$PS1$close
            PS0=$start$PS0
        fi
    fi
    builtin return 0
}

# Bash counts a command that it executes: not an empty line, a comment or one given up with Ctrl-C.
__dispatch_ended() {
    builtin local number='\#'
    number=${number@P}
    if [[ $number != "${__dispatch_number:-$number}" ]]; then
        builtin printf '\e]133;D;%s\e\\' "$1" >&2
    fi
    __dispatch_number=$number
}

# Expanded from PS0, in a subshell, before a command runs. Its line is the last in the history, if it was added: what HISTCONTROL and
# HISTIGNORE leave out stays unnamed, and so does what is longer than 8 KB, as half a command is another command.
__dispatch_started() {
    { builtin set +aefuvxTE; } 2>/dev/null
    builtin local IFS=$' \t\n' HISTTIMEFORMAT= LC_ALL=C entry number url=
    entry=$(builtin history 1)
    entry=${entry#"${entry%%[! ]*}"}
    number=${entry%%[!0-9]*}
    entry=${entry#"$number"}
    entry=${entry:2}
    if [[ -n $number ]] && (( ${#entry} <= 8192 )) && { [[ $number == "$__dispatch_line" ]] || __dispatch_repeats; }; then
        url=$(__dispatch_encode "$entry")
    fi
    if [[ -n $url ]] && (( ${#url} <= 8192 )); then
        builtin printf '\e]133;C;cmdline_url=%s\e\\' "$url"
    else
        builtin printf '\e]133;C\e\\'
    fi
}

# Whether a line that wasn't added to the history can only be the same as the last.
__dispatch_repeats() {
    [[ -z ${HISTIGNORE-} && ${HISTCONTROL-} == *dups* && ${HISTCONTROL-} != *ignorespace* && ${HISTCONTROL-} != *ignoreboth* ]]
}

__dispatch_encode() {
    builtin local LC_ALL=C "rest=$1" plain encoded= code
    while [[ -n $rest ]]; do
        plain=${rest%%[!A-Za-z0-9/._~-]*}
        encoded+=$plain
        rest=${rest:${#plain}}
        if [[ -n $rest ]]; then
            builtin printf -v code %d "'${rest:0:1}"
            builtin printf -v code '%%%02X' "$((code & 255))"
            encoded+=$code
            rest=${rest:1}
        fi
    done
    builtin printf %s "$encoded"
}

# Puts the two among the prompt's commands, again after each prompt: the user and tools change them.
__dispatch_join() {
    if [[ ${PROMPT_COMMAND@a} == *r* ]]; then
        builtin return 0
    elif builtin declare -F __bp_interactive_mode >/dev/null && [[ "${PROMPT_COMMAND[*]-}" == *__bp_* ]]; then
        __dispatch_form=preexec
        __dispatch_join_preexec
    elif [[ ${PROMPT_COMMAND@a} == *x* ]] || (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 501 )); then
        __dispatch_form=string
        __dispatch_join_string
    else
        __dispatch_form=array
        builtin local element
        builtin local -a others
        others=()
        for element in "${PROMPT_COMMAND[@]}"; do
            case $element in
                __dispatch_before | __dispatch_after) ;;
                *) others+=("$element") ;;
            esac
        done
        PROMPT_COMMAND=(__dispatch_before "${others[@]}" __dispatch_after)
    fi
}

# An array isn't exported, and before 5.1 it isn't run. In a shell that inherits the string, these two do nothing and leave $? alone.
__dispatch_join_string() {
    builtin local first='${__dispatch_first-eval "(exit $?)"}' last='${__dispatch_last-}' "commands=${PROMPT_COMMAND-}"
    commands=${commands//"$first"$'\n'/}
    commands=${commands//$'\n'"$last"/}
    commands=${commands//"$last"/}
    PROMPT_COMMAND=$first${commands:+$'\n'}$commands$'\n'$last
}

# bash-preexec has hooks of its own. What comes after its last command, or isn't in the variable's first, it takes for typed. It puts itself
# there at the first prompt, around what it finds.
__dispatch_join_preexec() {
    builtin local index commands
    if [[ ${precmd_functions[0]-} != __dispatch_before ]]; then
        precmd_functions=(__dispatch_before "${precmd_functions[@]}")
    fi
    if [[ "${PROMPT_COMMAND[*]}" == *__bp_install* ]]; then
        if [[ ${PROMPT_COMMAND[0]-} != *__dispatch_after* ]]; then
            PROMPT_COMMAND=__dispatch_after$'\n'${PROMPT_COMMAND[0]-}
        fi
        builtin return 0
    fi

    for index in "${!PROMPT_COMMAND[@]}"; do
        commands=$'\n'${PROMPT_COMMAND[index]}$'\n'
        commands=${commands//$'\n__dispatch_before\n'/$'\n'}
        commands=${commands//$'\n__dispatch_after\n'/$'\n'}
        commands=${commands//$'\n__bp_interactive_mode\n'/$'\n__dispatch_after\n__bp_interactive_mode\n'}
        commands=${commands#$'\n'}
        commands=${commands%$'\n'}
        if (( index == 0 )); then
            PROMPT_COMMAND=$commands
        else
            PROMPT_COMMAND[index]=$commands
        fi
    done
}

__dispatch_install() {
    { builtin local -; builtin set +aefuvxTE; } 2>/dev/null
    # A shell with allexport set exports functions too.
    builtin export -nf __dispatch_before __dispatch_after __dispatch_ended __dispatch_started __dispatch_repeats __dispatch_encode
    builtin export -nf __dispatch_join __dispatch_join_string __dispatch_join_preexec __dispatch_install
    if [[ -n ${__dispatch_on-} ]]; then
        __dispatch_join
        builtin return 0
    fi

    __dispatch_on=1
    __dispatch_open=$'\e]133;A\e\\'
    __dispatch_close=$'\e]133;B\e\\'
    __dispatch_first=__dispatch_before
    __dispatch_last=__dispatch_after
    __dispatch_number= __dispatch_line= __dispatch_folder= __dispatch_url= __dispatch_form=
    __dispatch_join
}

if [[ $- == *i* ]] && (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 )); then
    __dispatch_install
fi
