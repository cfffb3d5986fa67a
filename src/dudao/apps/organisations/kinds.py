"""What there may be in a county: kinds of unit and what lies under what, kinds of person, duties of a post."""

from collections.abc import Mapping
from typing import Any

from django.db import models

PROVISIONAL = "name:"  # begins the code of a unit that came with a workbook without codes


class UnitKind(models.TextChoices):
    COUNTY = "county", "县"
    DEPARTMENT = "department", "部门"
    SECTION = "section", "科室"
    TOWNSHIP = "township", "乡镇"
    SCHOOL = "school", "学校"
    OFFICE = "office", "督导办"
    LEADING_GROUP = "leading_group", "领导小组"
    TASK_FORCE = "task_force", "专班"


class Role(models.TextChoices):
    """What a person acts as. All but the operator come with a post."""

    OPERATOR = "operator", "本机操作员"
    SCHOOL = "school", "学校"
    TOWNSHIP = "township", "乡镇"
    DEPARTMENT = "department", "部门"
    SECTION = "section", "科室"
    OFFICE = "office", "督导办"
    LEADER = "leader", "领导"
    INSPECTOR = "inspector", "责任督学"
    EVALUATOR = "evaluator", "评估专家"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_OFFICER = "security_officer", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


class Duty(models.TextChoices):
    """What a post has to do for its unit. Whoever holds the post does it."""

    REPORT = "report", "填报"
    REVIEW = "review", "审核"
    LEAD = "lead", "负责"
    CONTACT = "contact", "联系"


# The three exclude each other and every other kind of person: nobody can do everything.
ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR)
OF_A_POST = tuple(role for role in Role if role is not Role.OPERATOR)

# Under which kinds a unit may lie; "" is the county itself. A school lies in a township, see `Unit.township`.
ABOVE: Mapping[Any, tuple[Any, ...]] = {
    UnitKind.COUNTY: ("",),
    UnitKind.DEPARTMENT: ("",),
    UnitKind.TOWNSHIP: ("",),
    UnitKind.SCHOOL: ("",),
    UnitKind.SECTION: (UnitKind.DEPARTMENT,),
    UnitKind.OFFICE: ("", UnitKind.DEPARTMENT, UnitKind.LEADING_GROUP, UnitKind.TOWNSHIP),
    UnitKind.LEADING_GROUP: ("", UnitKind.TOWNSHIP, UnitKind.SCHOOL),
    UnitKind.TASK_FORCE: (UnitKind.LEADING_GROUP, UnitKind.OFFICE, UnitKind.TOWNSHIP),
}
NOWHERE_BUT_COUNTY = tuple(kind for kind, above in ABOVE.items() if above == ("",))
ALWAYS_BELOW = tuple(kind for kind, above in ABOVE.items() if "" not in above)

# Which kinds of person a post may be in a unit of a kind; the first is what a workbook without a word means.
ROLES: Mapping[Any, tuple[Any, ...]] = {
    UnitKind.COUNTY: (Role.LEADER, Role.EVALUATOR, *ADMINISTRATORS),
    UnitKind.DEPARTMENT: (Role.DEPARTMENT, Role.INSPECTOR, *ADMINISTRATORS),
    UnitKind.SECTION: (Role.SECTION, Role.INSPECTOR, *ADMINISTRATORS),
    UnitKind.TOWNSHIP: (Role.TOWNSHIP,),
    UnitKind.SCHOOL: (Role.SCHOOL, Role.INSPECTOR),
    UnitKind.OFFICE: (Role.OFFICE, Role.INSPECTOR, *ADMINISTRATORS),
    UnitKind.LEADING_GROUP: (Role.LEADER, Role.OFFICE),
    UnitKind.TASK_FORCE: (Role.OFFICE, Role.LEADER),
}
MIRRORED: Mapping[Any, Any] = {UnitKind.TOWNSHIP: Role.TOWNSHIP, UnitKind.SCHOOL: Role.SCHOOL}


def roles_in(kind: str, above: str = "") -> tuple[str, ...]:
    """The kinds of person that a post in a unit of this kind may be; a group of a township acts as the township."""
    mirrored = MIRRORED.get(above)
    return (mirrored,) if mirrored else ROLES[kind]


def exclude_each_other(one: str, other: str) -> bool:
    """Whether nobody may hold posts of both kinds at the same time."""
    return one != other and (one in ADMINISTRATORS or other in ADMINISTRATORS)
