"""Who may see and shape the directory of an organisation, from within one of its processes."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, Role, define

define(
    Permission("directory:people:view", ORGANISERS, "See the directory of the process's organisation."),
    Permission("directory:people:edit", ORGANISERS, "Add, change, invite and erase people of the directory."),
    Permission("directory:people:export", ORGANISERS, "Take out the directory as a file."),
    Permission("directory:participants:view", ORGANISERS, "See who registered for and takes part in a process."),
    Permission("directory:participants:edit", ORGANISERS, "Decide about registrations, set the mix aimed for."),
    Permission("directory:groups:view", ORGANISERS, "See groups and committees with their terms."),
    Permission("directory:groups:edit", ORGANISERS, "Make groups and committees, and seat people in them."),
    Permission("directory:request:send", EVERYONE, "Register as somebody who wants to take part in a process."),
    Permission("directory:own", EVERYONE, "See, change and erase what is kept of oneself, by a personal link."),
    Permission("directory:own:list", frozenset({Role.ACCOUNT}), "Find what is kept of oneself, by one's account."),
    Permission("directory:experts:view", EVERYONE, "Search the experts who agreed to be found."),
    Permission("directory:equality:view", EVERYONE, "See how equally people take part, as numbers."),
)
