"""What people do about units, posts, people and about coming in: every act of this room, by module."""

from dudao.apps.organisations.actions.changes import (
    BadChange,
    close_unit,
    merge_units,
    move_unit,
    rename_unit,
    set_up_unit,
    split_unit,
)
from dudao.apps.organisations.actions.county import LOCAL_LOGIN, ensure_local_county, found_county, rename_county
from dudao.apps.organisations.actions.directory import (
    DirectoryOvertaken,
    DirectoryWrong,
    bring_in_directory,
    drop_directory,
    receive_directory,
)
from dudao.apps.organisations.actions.entry import LINK_LIFE, LinkNotOpen, issue_link, link_of, use_link
from dudao.apps.organisations.actions.posts import (
    BadPost,
    Newcomer,
    RolesExclude,
    add_person,
    appoint,
    change_person,
    change_post,
    end_holding,
    hand_over,
    set_up_post,
)
from dudao.apps.organisations.actions.units import BadUnit, NewUnit, UnitExists, change_unit, open_units

__all__ = [
    "LINK_LIFE", "LOCAL_LOGIN", "BadChange", "BadPost", "BadUnit", "DirectoryOvertaken", "DirectoryWrong", "LinkNotOpen", "NewUnit", "Newcomer",
    "RolesExclude", "UnitExists", "add_person", "appoint", "bring_in_directory", "change_person", "change_post",
    "change_unit", "close_unit", "drop_directory", "end_holding", "ensure_local_county", "found_county", "hand_over",
    "issue_link", "link_of", "merge_units", "move_unit", "open_units", "receive_directory", "rename_county",
    "rename_unit", "set_up_post", "set_up_unit", "split_unit", "use_link",
]  # fmt: skip
