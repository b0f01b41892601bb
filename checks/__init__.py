"""What is doubtful in texts, looked for alike in an agency's plan and in its report."""
