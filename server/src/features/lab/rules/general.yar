// What is worth a second look in files of every kind. None of it is a detection.

rule UPX_packed
{
  strings:
    $first = "UPX0"
    $second = "UPX1"
    $mark = "UPX!"
  condition:
    uint16(0) == 0x5A4D and all of them
}

rule Program_inside_another_file
{
  strings:
    $program = "This program cannot be run in DOS mode"
  condition:
    uint16(0) != 0x5A4D and $program
}

rule Office_macro_that_runs_by_itself
{
  strings:
    $office = { D0 CF 11 E0 A1 B1 1A E1 }
    $begin1 = "AutoOpen" nocase
    $begin2 = "Auto_Open" nocase
    $begin3 = "Document_Open" nocase
    $begin4 = "Workbook_Open" nocase
    $act1 = "WScript.Shell" nocase
    $act2 = "CreateObject" nocase
    $act3 = "URLDownloadToFile" nocase
    $act4 = "powershell" nocase
  condition:
    ($office at 0 or uint32(0) == 0x04034B50) and any of ($begin*) and any of ($act*)
}

rule PDF_that_acts_when_opened
{
  strings:
    $head = "%PDF-"
    $open1 = "/OpenAction"
    $open2 = "/AA"
    $act1 = "/JavaScript"
    $act2 = "/Launch"
  condition:
    $head in (0..1024) and any of ($open*) and any of ($act*)
}

rule PowerShell_with_hidden_command
{
  strings:
    $program = "powershell" nocase ascii wide
    $encoded = /-e(nc|ncodedcommand)?\s+[A-Za-z0-9+\/=]{40}/ nocase ascii wide
    $decode = "FromBase64String" nocase ascii wide
  condition:
    $program and any of ($encoded, $decode)
}

rule Script_that_fetches_and_runs
{
  strings:
    $fetch1 = "DownloadString" nocase ascii wide
    $fetch2 = "DownloadFile" nocase ascii wide
    $fetch3 = /(curl|wget)\s[^\n|]{1,200}\|\s*(ba)?sh/
    $run1 = "Invoke-Expression" nocase ascii wide
    $run2 = "iex(" nocase ascii wide
    $run3 = "Start-Process" nocase ascii wide
  condition:
    $fetch3 or (any of ($fetch1, $fetch2) and any of ($run*))
}

rule Antivirus_test_file
{
  strings:
    $mark = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
  condition:
    $mark and filesize < 200
}
