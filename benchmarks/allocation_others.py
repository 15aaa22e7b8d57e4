"""The question of the best set, as CBC and CP-SAT of ortools are asked it: whole, and to be proven."""

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from contest_portal.allocation.rules.solver import Question


def cbc(question: Question, seconds: int) -> tuple[int, bool]:
    """Give the value that CBC found and whether it proved it."""
    solver = pywraplp.Solver.CreateSolver("CBC")
    picked = [solver.BoolVar(str(at)) for at in range(len(question.values))]
    for row in question.rows:
        least = -solver.infinity() if row.least is None else row.least
        line = solver.Constraint(least, solver.infinity() if row.most is None else row.most)
        for at, weight in row.weights.items():
            line.SetCoefficient(picked[at], weight)
    for at, value in enumerate(question.values):
        solver.Objective().SetCoefficient(picked[at], value)
    solver.Objective().SetMaximization()
    solver.set_time_limit(seconds * 1000)
    exact = pywraplp.MPSolverParameters()
    exact.SetDoubleParam(exact.RELATIVE_MIP_GAP, 0)
    status = solver.Solve(exact)
    return round(solver.Objective().Value()), status == pywraplp.Solver.OPTIMAL


def cp_sat(question: Question, seconds: int) -> tuple[int, bool]:
    """Give the value that CP-SAT found and whether it proved it."""
    model = cp_model.CpModel()
    picked = [model.new_bool_var(str(at)) for at in range(len(question.values))]
    for row in question.rows:
        total = sum(weight * picked[at] for at, weight in row.weights.items())
        if row.least is not None:
            model.add(total >= row.least)
        if row.most is not None:
            model.add(total <= row.most)
    model.maximize(sum(value * one for value, one in zip(question.values, picked, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    return round(solver.objective_value), status == cp_model.OPTIMAL
